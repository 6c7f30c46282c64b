import type { Task } from "../../shared/task.ts";
import type { Alarm } from "./store/alarms.ts";
import { inZone, isStartOfDay, morningOf } from "./time-zone.ts";

export const ALARM_KINDS = ["due", "reminder"] as const satisfies readonly Alarm["kind"][];

/** In ms from 1970. Of the first and the last days that a Date can hold, not every zone has the beginning. */
const FAR = 8.63e15;

/** When an open task calls, or undefined when it does not. */
export function alarmOf(task: Task | undefined, kind: Alarm["kind"], timeZone: string): Date | undefined {
  if (!task || task.status === "done" || task.status === "cancelled") return undefined;
  if (kind === "reminder") return task.remindAt ?? undefined;
  if (!task.dueAt || Math.abs(task.dueAt.getTime()) > FAR) return undefined;
  const due = inZone(task.dueAt, timeZone);
  if (!isStartOfDay(due)) return task.dueAt;
  return morningOf(task.dueAt, timeZone);
}

/** What a task's notification is told by: a second one takes the place of the first. */
export const alarmKey = (taskId: string, kind: Alarm["kind"]): string => `task:${taskId}:${kind}`;

/** When it is due, in words and in Porter's time zone: "Due Thursday 12 March, 17:30". */
export function sayDue(dueAt: Date, timeZone: string): string {
  const due = inZone(dueAt, timeZone);
  const words = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(!isStartOfDay(due) && { hour: "2-digit", minute: "2-digit" }),
  });
  return `Due ${words.format(dueAt)}`;
}
