import type { SessionStatus } from "../../../shared/session.ts";

/** A session with a turn that has not ended: it runs, waits for the person, or waits for a free place. */
export const AT_WORK: SessionStatus[] = ["running", "waiting", "queued"];
export const isAtWork = (status: SessionStatus): boolean => AT_WORK.includes(status);
