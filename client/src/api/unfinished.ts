import type { Block, Delta, Message } from "../../../shared/message.ts";

/** The messages that are being written right now, by id; fed by the stream and by nothing else. */
export type Unfinished = ReadonlyMap<string, Message>;

export function withStreamedMessage(all: Unfinished, message: Message): Unfinished {
  if (message.state === "done" && !all.has(message.id)) return all;
  const next = new Map(all);
  if (message.state === "done") next.delete(message.id);
  else next.set(message.id, message);
  return next;
}

/**
 * Appends a piece exactly where it belongs. A piece that the block already has is ignored; so is one that would
 * leave a gap: the whole message, which the stream sends at every start, is the only remedy for that.
 */
export function withDelta(all: Unfinished, delta: Delta): Unfinished {
  const message = all.get(delta.messageId);
  const block = message?.content[delta.block];
  if (!message || !block || (block.type !== "text" && block.type !== "thinking")) return all;
  if (block.text.length !== delta.offset) return all;
  const grown: Block = { ...block, text: block.text + delta.text };
  const content = message.content.map((other, index) => (index === delta.block ? grown : other));
  return new Map(all).set(message.id, { ...message, content });
}
