import { z } from "zod";

const pad = (value: number) => String(value).padStart(2, "0");

/** A moment as ISO 8601 in this machine's time zone, with its offset: 2026-03-12T17:30:00+01:00. */
export function formatMoment(date: Date): string {
  const offset = -date.getTimezoneOffset(); // minutes east of UTC
  const zone = `${offset < 0 ? "-" : "+"}${pad(Math.trunc(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":");
  return `${formatDay(date)}T${time}${zone}`;
}

const Due = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/**
 * When a task is due: a day (2026-03-12), or a moment with its offset (2026-03-12T17:30:00+01:00, or Z). A day is kept
 * as the midnight at which it begins in this machine's time zone; that is how the web app keeps it, too.
 */
// A refinement, because the patterns of the iso schemas would stand in every agent's prompt: 900 characters each time.
export const DueAt = z
  .string()
  .refine((text) => Due.safeParse(text).success, "must be a day (2026-03-12) or a moment with its offset");

/** A moment with its offset: the wall clock of whom it is for is not known here. */
export const Moment = z
  .string()
  .refine(
    (text) => z.iso.datetime({ offset: true }).safeParse(text).success,
    "must be a moment with its offset (2026-03-12T17:30:00+01:00)",
  );

/** `undefined` (as it is) and `null` (no date) stay what they are. */
export function parseDue<Absent extends null | undefined>(due: string | Absent): Date | Absent {
  if (typeof due !== "string") return due;
  return new Date(due.includes("T") ? due : `${due}T00:00:00`); // Without an offset it is local time.
}

export function formatDue(due: Date): string {
  const isDay = due.getHours() === 0 && due.getMinutes() === 0 && due.getSeconds() === 0;
  return isDay ? formatDay(due) : formatMoment(due);
}

function formatDay(date: Date): string {
  return `${String(date.getFullYear()).padStart(4, "0")}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
