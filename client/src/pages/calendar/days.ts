import { toDateField } from "../../ui/date-fields.ts";
import { addDays, isDay, midnightOf } from "../../ui/event-times.ts";

const WEEK = 7;
/** So many days stand side by side on a phone. */
const FEW = 3;

function mondayOf(day: string): string {
  const weekday = (midnightOf(day).getDay() + 6) % WEEK;
  return addDays(day, -weekday);
}

/** The days that stand there: the week that a day is in, or on a narrow screen the day and what follows it. */
export function daysFrom(day: string, isWide: boolean): string[] {
  const first = isWide ? mondayOf(day) : day;
  return Array.from({ length: isWide ? WEEK : FEW }, (_, index) => addDays(first, index));
}

/** The day that the address names: `?week=2026-11-23`. */
export const readDay = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" && isDay(value) ? value : undefined;

const month = new Intl.DateTimeFormat("en", { month: "long", year: "numeric" });
const shortMonth = new Intl.DateTimeFormat("en", { month: "short", year: "numeric" });

/** "November 2026"; of two months, or where there is little room: "Nov 2026", "Nov 2026 – Dec 2026". */
export function wordsOfSpan(days: readonly string[], isWide: boolean): string {
  const first = midnightOf(days[0] ?? "");
  const last = midnightOf(days.at(-1) ?? "");
  if (month.format(first) === month.format(last)) return (isWide ? month : shortMonth).format(first);
  return `${shortMonth.format(first)} – ${shortMonth.format(last)}`;
}

/** What to ask the server for: a day more on both sides, as its days are those of another time zone if it has one. */
export const spanOf = (days: readonly string[]): { from: string; to: string } => ({
  from: midnightOf(addDays(days[0] ?? toDateField(new Date()), -1)).toISOString(),
  to: midnightOf(addDays(days.at(-1) ?? toDateField(new Date()), 2)).toISOString(),
});
