import type { Message } from "../../../../shared/message.ts";
import type { Session } from "../../../../shared/session.ts";
import { isAtWork } from "../../ui/at-work.ts";

type At = { messages: readonly Message[]; session: Pick<Session, "status" | "updatedAt"> };

/**
 * The `seq` up to which everything belongs to turns that have ended. A session at rest has answered or given up all
 * that was written before it came to rest. Of one that is at work when the page opens, only this is known: the running
 * turn is not older than the session's last change, so it answers the latest message from before that.
 */
export function settledSeq(known: number | undefined, { messages, session }: At): number {
  const isBefore = (message: Message) => message.createdAt <= session.updatedAt;
  if (!isAtWork(session.status)) return messages.findLast(isBefore)?.seq ?? 0;
  if (known !== undefined) return known;
  const asked = messages.findLast((message) => message.role === "user" && isBefore(message));
  return asked ? asked.seq - 1 : 0;
}

/** A turn's last answer calls no tool; all before it in the turn do. */
const endsTurn = (message: Message) =>
  message.role === "assistant" &&
  message.state === "done" &&
  message.content.every((block) => block.type !== "tool_use");

/** The messages of the person that wait behind the running turn: each ended turn has taken one, and so has this one. */
export function queuedIds(messages: readonly Message[], settled: number): Set<string> {
  const waiting: string[] = [];
  for (const message of messages) {
    if (message.seq <= settled) continue;
    if (message.role === "user") waiting.push(message.id);
    else if (endsTurn(message)) waiting.shift();
  }
  return new Set(waiting.slice(1));
}
