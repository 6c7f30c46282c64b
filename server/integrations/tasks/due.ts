import { z } from "zod";
import { CreateTask } from "../../../shared/task.ts";
import { inZone, isStartOfDay, toDate } from "../../tasks/time-zone.ts";

const Written = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** A day, or a moment with its offset. A refinement, because the patterns would fill every agent's prompt. */
export const Due = z
  .string()
  .max(40)
  .refine(
    (text) => Written.safeParse(text).success && CreateTask.shape.dueAt.safeParse(new Date(text)).success,
    "must be a day (2026-03-12) or a moment with its offset (2026-03-12T17:30:00+01:00)",
  );

/** A day is kept as the moment at which it begins. `undefined` (as it is) and `null` (no date) stay what they are. */
export function readDue<Absent extends null | undefined>(
  due: string | Absent,
  timeZone: string,
): Date | Absent {
  if (typeof due !== "string") return due;
  if (due.includes("T")) return new Date(due);
  return toDate(Temporal.PlainDate.from(due).toZonedDateTime(timeZone));
}

export function writeDue(dueAt: Date, timeZone: string): string {
  const due = inZone(dueAt, timeZone);
  if (isStartOfDay(due)) return due.toPlainDate().toString();
  return due.toString({ timeZoneName: "never", smallestUnit: "second" });
}
