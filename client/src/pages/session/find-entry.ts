import type { Message } from "../../../../shared/message.ts";
import type { Entry } from "./entries.ts";

type Shown = { messages: readonly Message[]; entries: readonly Entry[] };

/**
 * Where in the chat a message stands, by its `seq`. What a tool said stands in its call, and what a sub-agent said
 * behind the call that it works for: they are inside of an entry.
 */
export function findEntry(
  seq: number,
  { messages, entries }: Shown,
): { key: string; isInside: boolean } | undefined {
  const at = messages.findLastIndex((message) => message.seq <= seq);
  const message = messages[at];
  if (!message) return undefined;
  const answered = new Set(
    message.content.flatMap((block) => (block.type === "tool_result" ? [block.toolUseId] : [])),
  );
  const call = entries.find((entry) => entry.kind === "tool" && answered.has(entry.use.id));
  if (call) return { key: call.key, isInside: true };
  for (const { id, seq: found } of messages.slice(0, at + 1).toReversed()) {
    const isOf = (entry: Entry) => entry.key === id || entry.key.startsWith(`${id}:`);
    const entry = found === seq ? entries.find(isOf) : entries.findLast(isOf);
    if (entry) return { key: entry.key, isInside: found !== seq && entry.kind === "tool" };
  }
  return undefined;
}
