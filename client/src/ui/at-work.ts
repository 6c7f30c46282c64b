import type { Session, SessionStatus } from "../../../shared/session.ts";

/** A session with a turn that has not ended: it runs, waits for the person, or waits for a free place. */
export const AT_WORK: SessionStatus[] = ["running", "waiting", "queued"];
export const isAtWork = (status: SessionStatus): boolean => AT_WORK.includes(status);

/** The messages that wait for the running turn to end, in their order. */
export const waitingIds = ({ queuedMessageIds, status }: Pick<Session, "queuedMessageIds" | "status">) =>
  // A session that is queued waits as a whole; its first message waits for nothing else.
  queuedMessageIds.slice(status === "queued" ? 1 : 0);
