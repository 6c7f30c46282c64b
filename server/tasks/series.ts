import type { Task } from "../../shared/task.ts";
import { checkRule, firstOccurrence, nextOccurrence } from "./recurrence.ts";

type Schedule = Pick<Task, "dueAt" | "recurrence">;
type Clock = { now: Date; timeZone: string };

/**
 * Due date and recurrence, which hang together: a series without a date begins with its first occurrence, and one
 * whose date is taken away ends.
 * @throws PorterError INVALID for a rule that cannot be read
 */
export function scheduleOf(
  before: Schedule,
  given: { [K in keyof Schedule]?: Schedule[K] | undefined },
  { now, timeZone }: Clock,
): Schedule {
  const dueAt = given.dueAt === undefined ? before.dueAt : given.dueAt;
  const recurrence =
    given.recurrence === undefined ? before.recurrence : given.recurrence && checkRule(given.recurrence);
  if (!recurrence || dueAt) return { dueAt, recurrence };
  if (recurrence === before.recurrence) return { dueAt, recurrence: null };
  return { dueAt: firstOccurrence({ rule: recurrence, from: now, timeZone }), recurrence };
}

/** What the occurrence behind one that was done begins with, or undefined at the end of the series. */
export function nextOf(done: Task, { now, timeZone }: Clock) {
  const { recurrence, dueAt, remindAt, title, description, priority, tags, outsideText, parentId } = done;
  if (recurrence === null || dueAt === null) return undefined;
  const next = nextOccurrence({ rule: recurrence, dueAt, after: now, timeZone });
  if (!next) return undefined;
  const shift = next.dueAt.getTime() - dueAt.getTime();
  return {
    title,
    description,
    priority,
    tags,
    outsideText,
    parentId,
    dueAt: next.dueAt,
    recurrence: next.rule,
    remindAt: remindAt && new Date(remindAt.getTime() + shift),
    previousId: done.id,
  };
}

/** Nobody has done anything with it since it was made. */
export const isUntouched = (task: Task): boolean =>
  task.status === "todo" &&
  task.subtasks.total === 0 &&
  task.updatedAt.getTime() === task.createdAt.getTime();
