import type { Delta, Message } from "../../shared/message.ts";

/**
 * Keeps what was read of an agent's text, so that messages and deltas, in whatever mix and however often they come,
 * give every character once.
 * @param after only messages behind this `seq` count
 */
export function createTranscript(after: number) {
  /** `<message id>/<block>` → characters (UTF-16 units) that were given out. Only text of the agent is in it. */
  const given = new Map<string, number>();
  let last: string | undefined;

  /** The rest of a block; `text` begins at `offset` of it. */
  function* rest(key: string, offset: number, text: string): Generator<string> {
    const length = given.get(key) ?? 0;
    const fresh = text.slice(length - offset);
    if (length < offset || fresh === "") return; // A gap is filled by the whole message, which follows.
    if (last !== undefined && last !== key) yield "\n\n";
    last = key;
    given.set(key, length + fresh.length);
    yield fresh;
  }

  /** The model begins this message anew. */
  function forget(messageId: string): void {
    for (const key of given.keys()) if (key.startsWith(`${messageId}/`)) given.delete(key);
    if (last?.startsWith(`${messageId}/`)) last = "";
  }

  return {
    *read(message: Message): Generator<string> {
      // What a sub-agent says is not the answer.
      if (message.role !== "assistant" || message.parentToolUseId !== null || message.seq <= after) return;
      if (message.content.length === 0) forget(message.id);
      for (const [index, block] of message.content.entries()) {
        const key = `${message.id}/${index}`;
        if (block.type !== "text") continue;
        if (!given.has(key)) given.set(key, 0);
        yield* rest(key, 0, block.text);
      }
    },

    *append(delta: Delta): Generator<string> {
      const key = `${delta.messageId}/${delta.block}`;
      // Not text, or a message that does not count: its blocks were never read as such.
      if (given.has(key)) yield* rest(key, delta.offset, delta.text);
    },
  };
}
