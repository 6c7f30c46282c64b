import type { SessionStatus } from "../../../../shared/session.ts";

/** In the order of the filter; typed so that a new status cannot be forgotten. */
const order: Record<SessionStatus, number> = {
  running: 0,
  waiting: 1,
  queued: 2,
  completed: 3,
  failed: 4,
  interrupted: 5,
};

// Object.keys forgets the key type of a Record.
export const SESSION_STATUSES = Object.keys(order) as SessionStatus[];
export const isSessionStatus = (value: string | undefined): value is SessionStatus =>
  value !== undefined && Object.hasOwn(order, value);
