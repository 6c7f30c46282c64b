import fc from "fast-check";
import { monthlyOn, nextOccurrence, yearlyOn } from "../../server/tasks/recurrence.ts";

/** An independent way to find the days of a rule and the moments of a clock, for the tests of recurrence. */
export const DAY = 86_400_000;
/** DST north and south, half-hour DST, odd offsets, midnights that do not exist, a day that was left out. */
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/Santiago",
  "Africa/Cairo",
  "Asia/Beirut",
];

/** What a clock on the wall in the zone shows: `2026-03-29T02:30:00`. By Intl, which the code does not use. */
export function wall(date: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return format.format(date).replace(" ", "T");
}
export const wallDay = (date: Date, timeZone: string) => wall(date, timeZone).slice(0, 10);

/** The moments whose clock shows the text: none in a gap, two when the clock is set back. */
export function momentsOf(text: string, timeZone: string): Date[] {
  const guess = Date.parse(`${text}Z`);
  const offsets = [guess - DAY, guess + DAY].map(
    (at) => Date.parse(`${wall(new Date(at), timeZone)}Z`) - Math.floor(at / 1000) * 1000,
  );
  return [...new Set(offsets.map((offset) => guess - offset))]
    .map((at) => new Date(at))
    .filter((at) => wall(at, timeZone) === text)
    .sort((a, b) => a.getTime() - b.getTime());
}

export function at(text: string, timeZone: string): Date {
  const [first] = momentsOf(text, timeZone);
  if (!first) throw new Error(`The clock in ${timeZone} never shows ${text}.`);
  return first;
}

/** The whole series from `dueAt` on, each one done on time; at most `limit`. */
export function series(
  of: { rule: string; dueAt: Date; timeZone: string },
  limit = 20,
): { dueAt: Date; rule: string }[] {
  const found = [{ dueAt: of.dueAt, rule: of.rule }];
  while (found.length < limit) {
    const last = found.at(-1) ?? of;
    const next = nextOccurrence({ ...last, after: last.dueAt, timeZone: of.timeZone });
    if (!next) break;
    found.push(next);
  }
  return found;
}
/** Rules together with an independent answer to "does it fall on this day", for a walk over all days. */
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const monday = (day: number) => day - ((new Date(day).getUTCDay() + 6) % 7) * DAY;
const lastDayOfMonth = (date: Date) =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
type Pattern = { rule: string; fallsOn: (day: Date, start: Date) => boolean };

const daily = fc.integer({ min: 1, max: 9 }).map((interval): Pattern => ({
  rule: `FREQ=DAILY;INTERVAL=${interval}`,
  fallsOn: (day, start) => ((day.getTime() - start.getTime()) / DAY) % interval === 0,
}));
const weekly = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }))
  .map(([interval, days]): Pattern => ({
    rule: `FREQ=WEEKLY;INTERVAL=${interval};BYDAY=${days.join(",")}`,
    fallsOn: (day, start) =>
      days.includes(WEEKDAYS[day.getUTCDay()] ?? "") &&
      ((monday(day.getTime()) - monday(start.getTime())) / (7 * DAY)) % interval === 0,
  }));
const monthly = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 31 }))
  .map(([interval, number]): Pattern => ({
    rule: `${monthlyOn(number)};INTERVAL=${interval}`,
    fallsOn: (day, start) => {
      const months =
        (day.getUTCFullYear() - start.getUTCFullYear()) * 12 + day.getUTCMonth() - start.getUTCMonth();
      return months % interval === 0 && day.getUTCDate() === Math.min(number, lastDayOfMonth(day));
    },
  }));
const nthWeekday = fc
  .tuple(fc.constantFrom(1, 2, 3, 4, -1), fc.constantFrom(...WEEKDAYS))
  .map(([nth, weekday]): Pattern => ({
    rule: `FREQ=MONTHLY;BYDAY=${nth}${weekday}`,
    fallsOn: (day) => {
      const date = day.getUTCDate();
      const isWeekday = WEEKDAYS[day.getUTCDay()] === weekday;
      return isWeekday && (nth === -1 ? date + 7 > lastDayOfMonth(day) : Math.ceil(date / 7) === nth);
    },
  }));
const yearly = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 29 }))
  .map(([month, number]): Pattern => ({
    rule: yearlyOn(month, number),
    fallsOn: (day) =>
      day.getUTCMonth() + 1 === month && day.getUTCDate() === Math.min(number, lastDayOfMonth(day)),
  }));
export const patterns = fc.oneof(daily, weekly, monthly, nthWeekday, yearly);
export const zones = fc.constantFrom(...ZONES);
export const moments = fc.date({
  min: new Date("1996-01-01Z"),
  max: new Date("2040-01-01Z"),
  noInvalidDate: true,
});
