import { knownZone, momentOf, wallOf, type WallTime } from "./clock-time.ts";
import { dayOf, momentOfTime, readDates } from "./rfc-times.ts";
import { effortOfRule, endOfRule, startsOfRule, type RuleStart } from "./rule.ts";

/** What repeats. Days are the moments of their midnights in UTC, as the database has them. */
export type Series = {
  allDay: boolean;
  startAt: Date;
  endAt: Date;
  timeZone: string | null;
  /** RRULE, RDATE and EXDATE lines (RFC 5545, 3.8.5). */
  recurrence: string[];
};

/** Of one series in one window: once a day for two years, and more than anybody could look at. */
const MOST = 1_000;
const DAY = 86_400_000;
/** So far a clock is from UTC at most, and from itself when it is set. */
const CLOCKS_APART = DAY;

/**
 * The starts, in order, of what begins in `from ≤ start < to` (ms), the first `most` of them. A line that cannot be used
 * is as good as none; the first occurrence always stays, unless an EXDATE takes it out.
 * @param porterZone where a series without a zone takes place
 */
export function startsWithin(
  series: Series,
  { from, to, most = MOST }: { from: number; to: number; most?: number },
  porterZone: string,
): number[] {
  const { start, toMoment } = clockOf(series, porterZone);
  const range = { from: from - CLOCKS_APART, to: to + CLOCKS_APART };
  const starts = new Set([series.startAt.getTime()]);
  for (const line of series.recurrence) {
    if (!isRule(line)) continue;
    for (const wall of startsOfRule(line, start, range) ?? [])
      // The very first may be the second of two equal times of a clock that was set back.
      if (wall !== start.first) starts.add(toMoment(wall));
  }
  const { added, left } = readDateLines(series, porterZone);
  for (const at of added) starts.add(at);
  return [...starts]
    .filter((at) => at >= from && at < to && !left(at))
    .sort((a, b) => a - b)
    .slice(0, most);
}

/** The end of the last occurrence, or a moment that is not before it; null when there is no end. In ms. */
export function lastEnd(series: Series, porterZone: string): number | null {
  const { start, toMoment } = clockOf(series, porterZone);
  let last = series.startAt.getTime();
  for (const line of series.recurrence) {
    const end = isRule(line) ? endOfRule(line, start) : undefined;
    if (end === null) return null;
    if (end !== undefined) last = Math.max(last, toMoment(end));
  }
  for (const at of readDateLines(series, porterZone).added) last = Math.max(last, at);
  return last + series.endAt.getTime() - series.startAt.getTime();
}

/** How much it takes to spread it over a piece of time, in steps of its rules. */
export function effortOf(series: Series, porterZone: string): number {
  const { start } = clockOf(series, porterZone);
  return series.recurrence.filter(isRule).reduce((sum, line) => sum + effortOfRule(line, start), 0);
}

const isRule = (line: string): boolean => /^(RRULE[:;]|FREQ=)/i.test(line.trim());

/** Where its rules begin, and how what they give becomes a moment: days stay as they are. */
function clockOf(
  { allDay, startAt, timeZone }: Series,
  porterZone: string,
): { start: RuleStart; toMoment: (wall: WallTime) => number } {
  const first = startAt.getTime();
  if (allDay) return { start: { first, timeZone: porterZone, allDay }, toMoment: (wall) => wall };
  const zone = knownZone(timeZone, porterZone);
  return {
    start: { first: wallOf(first, zone), timeZone: zone, allDay },
    toMoment: (wall) => momentOf(wall, zone),
  };
}

function readDateLines({ allDay, timeZone, recurrence }: Series, porterZone: string) {
  const zone = knownZone(timeZone, porterZone);
  const added: number[] = [];
  const leftMoments = new Set<number>();
  const leftDays = new Set<number>();
  for (const line of recurrence) {
    const dates = readDates(line);
    for (const time of dates?.times ?? []) {
      const at = allDay ? dayOf(time, porterZone) : momentOfTime(time, dates?.zone, zone);
      if (dates?.name === "RDATE") added.push(at);
      else if (time.isDay && !allDay) leftDays.add(time.wall);
      else leftMoments.add(at);
    }
  }
  const left = (at: number): boolean => {
    if (leftMoments.has(at)) return true;
    if (leftDays.size === 0) return false;
    const wall = wallOf(at, zone);
    return leftDays.has(wall - (((wall % DAY) + DAY) % DAY));
  };
  return { added, left };
}
