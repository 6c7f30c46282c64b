import { RRuleTemporal } from "rrule-temporal";
import {
  invalid,
  normaliseRule,
  readRule,
  withCount,
  withoutInterval,
  type Until,
} from "./recurrence-rule.ts";
import { inZone, isStartOfDay, toDate } from "./time-zone.ts";

/** Outside of them there is no series: RFC 5545 writes a year with four digits. */
const FIRST_YEAR = 1;
const LAST_YEAR = 9999;
/** Periods that one step may look through: 29 February on a Monday is 40 years away at most. */
const MAX_PERIODS = 10_000;
/** A first of January that was a Monday, so that no frequency starts with a day of its own that a rule can miss. */
const ANY_DAY = Temporal.PlainDate.from("2001-01-01");

/**
 * The rule as it is stored: without `RRULE:`, in one order, upper case.
 * @throws PorterError INVALID, in words for a person
 */
export function checkRule(rule: string): string {
  const { pattern } = readRule(rule);
  // Of the interval it depends on the first date whether a rule ever meets a day; without it, on the rule alone.
  if (!daysOf(withoutInterval(pattern), ANY_DAY).after(ANY_DAY))
    throw invalid("there is no day that it falls on");
  return normaliseRule(rule);
}

/**
 * The first occurrence later than both `dueAt` and `after`, at the wall-clock time of `dueAt` in the zone (a time
 * that the clock skips is as much later), and the series from there on. Undefined at the end of the series. `dueAt`
 * counts as one of COUNT, as do the occurrences that `after` has passed.
 */
export function nextOccurrence({
  rule,
  dueAt,
  after,
  timeZone,
}: {
  rule: string;
  dueAt: Date;
  after: Date;
  timeZone: string;
}): { dueAt: Date; rule: string } | undefined {
  const { pattern, count, until } = readRule(rule);
  if (!isWritable(dueAt)) return undefined;
  const start = inZone(dueAt, timeZone);
  const time = isStartOfDay(start) ? undefined : start.toPlainTime();
  const days = daysOf(pattern, start.toPlainDate());
  const bound = Math.max(dueAt.getTime(), after.getTime());

  let day: Temporal.PlainDate | undefined = start.toPlainDate();
  if (count === undefined) {
    // Nothing to count on the way: the day before `after` is near enough in every zone.
    const near = inZone(new Date(bound), timeZone).toPlainDate().subtract({ days: 1 });
    if (Temporal.PlainDate.compare(near, day) > 0) day = near;
  }
  for (let used = 1; count === undefined || used < count; used++) {
    day = days.after(day);
    if (!day) return undefined;
    const moment = day.toZonedDateTime({ timeZone, plainTime: time });
    if (until && isBehind(moment, until)) return undefined;
    if (moment.epochMilliseconds <= bound) continue;
    return {
      dueAt: toDate(moment),
      rule: count === undefined ? normaliseRule(rule) : withCount(rule, count - used),
    };
  }
  return undefined;
}

/**
 * The first day of a series that may begin on the day of `from`, as its local midnight. An interval counts from
 * there: "every other friday" begins with the next Friday.
 * @throws PorterError INVALID when the series ends before it begins
 */
export function firstOccurrence({
  rule,
  from,
  timeZone,
}: {
  rule: string;
  from: Date;
  timeZone: string;
}): Date {
  const { pattern, until } = readRule(rule);
  const today = inZone(from, timeZone).toPlainDate();
  const day = daysOf(withoutInterval(pattern), today).after(today.subtract({ days: 1 }));
  const moment = day?.toZonedDateTime(timeZone);
  if (!moment || (until && isBehind(moment, until))) throw invalid("it ends before it begins");
  return toDate(moment);
}

/** On this day of each month, or the last day of a shorter one. */
export const monthlyOn = (day: number): string => `FREQ=MONTHLY;${monthDay(day)}`;

/** On this day of each year; 29 February is the 28th in other years. */
export const yearlyOn = (month: number, day: number): string =>
  `FREQ=YEARLY;BYMONTH=${month};${month === 2 ? monthDay(day) : `BYMONTHDAY=${day}`}`;

/** RFC 5545 leaves months out that lack the day: the last of the days up to it means the same and is in each month. */
function monthDay(day: number): string {
  if (day <= 28) return `BYMONTHDAY=${day}`;
  const days = Array.from({ length: day - 27 }, (_, index) => 28 + index);
  return `BYMONTHDAY=${days.join(",")};BYSETPOS=-1`;
}

/** The days of a pattern, without a clock: RFC 5545 would leave out an occurrence whose time the clock skips. */
function daysOf(pattern: string, first: Temporal.PlainDate) {
  const series = new RRuleTemporal({
    rruleString: pattern,
    dtstart: first.toZonedDateTime("UTC"),
    strict: true,
    temporal: Temporal,
    maxIterations: MAX_PERIODS,
  });
  return {
    /** The first one behind `day`. */
    after(day: Temporal.PlainDate): Temporal.PlainDate | undefined {
      const next = findNext(series, day.toZonedDateTime("UTC"))?.toPlainDate();
      return next && next.year <= LAST_YEAR ? next : undefined;
    },
  };
}

function findNext(series: RRuleTemporal, moment: Temporal.ZonedDateTime) {
  try {
    return series.next(moment);
  } catch (error) {
    // Its way of saying that it has looked long enough: a rule that never falls on a day.
    if (error instanceof Error && /^Maximum (iterations|candidate evaluations)/.test(error.message))
      return undefined;
    throw error;
  }
}

const isWritable = (date: Date): boolean =>
  date.getUTCFullYear() >= FIRST_YEAR && date.getUTCFullYear() <= LAST_YEAR;

function isBehind(moment: Temporal.ZonedDateTime, until: Until): boolean {
  if (until instanceof Temporal.Instant) return Temporal.Instant.compare(moment.toInstant(), until) > 0;
  if (until instanceof Temporal.PlainDateTime)
    return Temporal.PlainDateTime.compare(moment.toPlainDateTime(), until) > 0;
  return Temporal.PlainDate.compare(moment.toPlainDate(), until) > 0;
}
