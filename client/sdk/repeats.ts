/**
 * Which mutations have one effect however often they are sent, so that one whose answer was lost can be sent again. A
 * mutation that is in neither list is sent once.
 */

/** By a key of the caller's: the second call is answered with what the first one made. Name of the field. */
export const KEYS: Readonly<Record<string, string>> = {
  "agents.send": "idempotencyKey",
  "agents.start": "idempotencyKey",
  "comments.add": "id",
  "tasks.create": "id",
  "tasks.quickAdd": "id",
};

/** By what they say: how something is to be, not what is to be done to it. */
export const SAME_AGAIN: ReadonlySet<string> = new Set([
  "agents.archive",
  "agents.pin",
  "agents.rename",
  "channels.setChoice",
  "comments.edit",
  "notifications.markDone",
  "notifications.markRead",
  "notifications.markUnread",
  "notifications.reopen",
  "notifications.wake",
  "system.attend",
  "tasks.move",
  "tasks.removeMany",
  "tasks.restoreMany",
  "tasks.update",
  "tasks.updateMany",
  "views.update",
]);

export const isRepeatable = (mutation: string): boolean => mutation in KEYS || SAME_AGAIN.has(mutation);

/** The input with a key of its own, where the mutation takes one and the caller gave none. */
export function withKey(mutation: string, input: unknown): unknown {
  const field = KEYS[mutation];
  if (field === undefined || !isObject(input)) return input;
  return { ...input, [field]: input[field] ?? crypto.randomUUID() };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
