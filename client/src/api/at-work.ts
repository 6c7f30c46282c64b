import type { Approval } from "../../../shared/approval.ts";
import { brief, doingOf, type SessionAtWork } from "../../../shared/doing.ts";
import type { Message } from "../../../shared/message.ts";
import type { Session } from "../../../shared/session.ts";

/** An answer of `agents.atWork`, kept true by the stream. */
export type AtWork = { items: SessionAtWork[] };

function changeOne(
  { items }: AtWork,
  sessionId: string,
  change: Partial<Pick<SessionAtWork, "doing" | "asks">>,
): AtWork {
  const old = items.find((item) => item.sessionId === sessionId) ?? { sessionId, doing: null, asks: null };
  return {
    items: [...items.filter((item) => item.sessionId !== sessionId), { ...old, ...change }],
  };
}

/** A prompt says nothing about what is done: it may still wait for its turn. */
export const withLatestMessage = (all: AtWork, message: Message): AtWork =>
  message.role === "user" ? all : changeOne(all, message.sessionId, { doing: doingOf(message) });

export const withAsking = (all: AtWork, { sessionId, status, toolName, input }: Approval): AtWork =>
  changeOne(all, sessionId, { asks: status === "pending" ? { toolName, input: brief(input) } : null });

export function withSessionState(all: AtWork, { id, status }: Session): AtWork {
  if (status === "running" || status === "waiting") return all;
  return { items: all.items.filter(({ sessionId }) => sessionId !== id) };
}
