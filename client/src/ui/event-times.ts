import type { CalendarEvent } from "../../../shared/calendar.ts";
import { fromDateField, toDateField } from "./date-fields.ts";

/*
 * Times of events as the page shows them: in the browser's time zone, which is taken for Porter's owner's own. A day is
 * `2026-11-23`.
 */

/** All that its times are made of. */
type Timed = Pick<CalendarEvent, "start" | "end" | "allDay">;

const DAY_MS = 24 * 60 * 60_000;
const HOURS = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const clock = new Intl.DateTimeFormat("en", HOURS);
const dayWords = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });
const shortDay = new Intl.DateTimeFormat("en", { weekday: "short", day: "numeric", month: "short" });
const shortDayAndYear = new Intl.DateTimeFormat("en", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
});

/** `fromDateField` with the answer for what is no day: the epoch's. */
export const midnightOf = (day: string): Date => fromDateField(day) ?? new Date(0);
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && toDateField(fromDateField(text)) === text;

export function addDays(day: string, count: number): string {
  const date = midnightOf(day);
  return toDateField(new Date(date.getFullYear(), date.getMonth(), date.getDate() + count));
}

/** How many days `to` is after `from`. */
export const daysBetween = (from: string, to: string): number =>
  // As days of UTC, which all have the same length.
  (Date.parse(to) - Date.parse(from)) / DAY_MS;

export const startOf = ({ start, allDay }: Timed): Date => (allDay ? midnightOf(start) : new Date(start));
/** Exclusive. */
export const endOf = ({ end, allDay }: Timed): Date => (allDay ? midnightOf(end) : new Date(end));

/** Minutes of the wall clock on a day; what lies before or after it counts as its beginning or its end. */
export function minutesOn(day: string, date: Date): number {
  if (date < midnightOf(day)) return 0;
  if (date >= midnightOf(addDays(day, 1))) return 24 * 60;
  return date.getHours() * 60 + date.getMinutes();
}
/** Minutes of the wall clock since a day's midnight; of another day 24 × 60 more or less for each between. */
export const wallMinutes = (day: string, date: Date): number =>
  daysBetween(day, toDateField(date)) * 24 * 60 + date.getHours() * 60 + date.getMinutes();
/** The moment of `wallMinutes`. */
export const momentOn = (day: string, minutes: number): Date => {
  const date = midnightOf(day);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 0, minutes);
};

export const overlaps = (event: Timed, from: Date, to: Date): boolean =>
  startOf(event) < to && (endOf(event) > from || startOf(event).getTime() === from.getTime());

/** It stands above the hours: a day or more. */
export const isLong = (event: Timed): boolean =>
  event.allDay || endOf(event).getTime() - startOf(event).getTime() >= DAY_MS;

export const clockOf = (date: Date): string => clock.format(date);
/** "Monday, November 23". */
export const wordsOfDay = (day: string): string => dayWords.format(midnightOf(day));

function nameOfDay(date: Date, now: Date): string {
  const day = toDateField(date);
  if (day === toDateField(now)) return "Today";
  if (day === addDays(toDateField(now), 1)) return "Tomorrow";
  if (day === addDays(toDateField(now), -1)) return "Yesterday";
  return (date.getFullYear() === now.getFullYear() ? shortDay : shortDayAndYear).format(date);
}

/** "Today, 13:00 – 14:00", "Tomorrow, all day", "Mon, Nov 23 – Wed, Nov 25". */
export function whenOf(event: Timed, now: Date): string {
  const [start, end] = [startOf(event), endOf(event)];
  const first = nameOfDay(start, now);
  // The day that it reaches into: an end at midnight belongs to the day before.
  const last = nameOfDay(new Date(Math.max(start.getTime(), end.getTime() - 1)), now);
  if (event.allDay) return first === last ? `${first}, all day` : `${first} – ${last}`;
  if (start.getTime() === end.getTime()) return `${first}, ${clockOf(start)}`;
  if (first === last) return `${first}, ${clockOf(start)} – ${clockOf(end)}`;
  return `${first}, ${clockOf(start)} – ${nameOfDay(end, now)}, ${clockOf(end)}`;
}
