import { hasHour } from "./time.ts";

const pad = (value: number) => String(value).padStart(2, "0");

/** For `<input type="date">`, which speaks in days of the person's own calendar. */
export const toDateField = (date: Date | null): string =>
  date ? `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}` : "";

export function fromDateField(value: string): Date | null {
  const [year, month, day] = value.split("-").map(Number);
  return year && month && day ? new Date(year, month - 1, day) : null;
}

/** For `<input type="time">`; empty for a date that stands for its whole day. */
export const toTimeField = (date: Date | null): string =>
  date && hasHour(date) ? `${pad(date.getHours())}:${pad(date.getMinutes())}` : "";

/** The date at that time of day; without a time, the day itself. */
export function atTime(date: Date, value: string): Date {
  const [hours = 0, minutes = 0] = value.split(":").map(Number);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), hours, minutes);
}

/** For `<input type="datetime-local">`. */
export const toMomentField = (date: Date | null): string =>
  date ? `${toDateField(date)}T${pad(date.getHours())}:${pad(date.getMinutes())}` : "";

export function fromMomentField(value: string): Date | null {
  const date = new Date(value); // Without an offset it is local time.
  return Number.isNaN(date.getTime()) ? null : date;
}
