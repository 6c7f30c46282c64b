import type { ItemTime } from "../../../calendar/item.ts";
import { startsWithin } from "../../../calendar/occurrences.ts";
import type { Repeats } from "./repeats.ts";
import type { Override, Series } from "./series.ts";
import { stampOf } from "./times.ts";

/**
 * RECURRENCE-ID with RANGE=THISANDFUTURE (RFC 5545, 3.8.4.4): the series ends before it, and another one begins with
 * it, so that nobody else needs to know of such changes. What follows keeps its distance from where it would have
 * been.
 */
export function splitSeries(series: Series, home: string): Series[] {
  const turns = series.overrides
    .filter(({ event: { replaces } }) => replaces?.andFollowing)
    .sort((a, b) => (stampOf(a.originalStart) < stampOf(b.originalStart) ? -1 : 1));
  const turn = turns.at(-1);
  if (!turn || turns.length > MAX_TURNS) return [series];
  // From the last one on, so that each is told in the times of the series as it was written.
  return splitAt(series, turn, home);
}

/** Each goes through all that the series has; one with more of them is not split. */
const MAX_TURNS = 20;

function splitAt(series: Series, turn: Override, home: string): Series[] {
  const { event, overrides } = series;
  const { repeats } = event;
  const time = event.item.time;
  const from = stampOf(turn.originalStart);
  const isBefore = (start: string | Date): boolean => stampOf(start) < from;
  const clock = clockOf(time, home);
  const newClock = clockOf(turn.event.item.time, home);
  const by = clock
    .of(turn.originalStart)
    .until(newClock.of(turn.event.item.time.start), { largestUnit: "day" });
  const move = (start: string | Date): string | Date => newClock.back(clock.of(start).add(by));

  const before: Series = {
    ...series,
    event: {
      ...event,
      periods: event.periods.filter(({ start }) => isBefore(start)),
      repeats: {
        rules: repeats.rules.map((rule) => endBefore(rule, turn.originalStart)),
        added: repeats.added.filter(isBefore),
        leftOut: repeats.leftOut.filter(isBefore),
      },
    },
    overrides: overrides.filter(({ originalStart }) => isBefore(originalStart)),
  };
  const following: Repeats = {
    rules: [],
    added: repeats.added.filter((start) => !isBefore(start) && stampOf(start) !== from).map(move),
    leftOut: repeats.leftOut.filter((start) => !isBefore(start)).map(move),
  };
  for (const rule of repeats.rules) {
    const goesOn = ruleFrom(rule, { series, turn, move, isMovedByDays: by.days !== 0, home });
    following.rules.push(...goesOn.rules);
    following.added.push(...goesOn.added.map(move));
  }
  const own = turn.event.repeats;
  const after: Series = {
    sourceId: `${series.sourceId}/${from}`,
    event: {
      ...turn.event,
      periods: [],
      repeats: own.rules.length > 0 ? own : following,
    },
    overrides: overrides
      .filter((one) => one !== turn && !isBefore(one.originalStart))
      .map((one) => ({ ...one, originalStart: move(one.originalStart) })),
  };
  return [
    ...(isBefore(time.start) ? splitSeries(before, home) : []),
    ...(after.event.item.status === "cancelled" ? [] : [after]),
  ];
}

/** A start on the clock of its series, and back. */
function clockOf(time: ItemTime, home: string) {
  const zone = time.allDay ? "UTC" : (time.timeZone ?? home);
  return {
    of: (start: string | Date): Temporal.PlainDateTime =>
      typeof start === "string"
        ? Temporal.PlainDate.from(start).toPlainDateTime()
        : Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(zone).toPlainDateTime(),
    back: (wall: Temporal.PlainDateTime): string | Date =>
      time.allDay ? wall.toPlainDate().toString() : new Date(wall.toZonedDateTime(zone).epochMilliseconds),
  };
}

function endBefore(rule: string, start: string | Date): string {
  const last =
    typeof start === "string"
      ? Temporal.PlainDate.from(start).subtract({ days: 1 }).toString()
      : new Date(start.getTime() - 1000);
  const open = rule.split(";").filter((part) => !/^(UNTIL|COUNT)=/.test(part));
  const until = /UNTIL=([^;]*)/.exec(rule)?.[1];
  const end = stampOf(last);
  return [...open, `UNTIL=${until !== undefined && until < end ? until : end}`].join(";");
}

/** What is told occurrence by occurrence ends at the earlier of these. */
const MAX_ADDED = 1_000;
/** In ms. */
const MAX_TIME = 10 * 366 * 86_400_000;

/**
 * The rest of a rule: moved as it is where it names no days, or stays on those that it names; otherwise its occurrences
 * where they would have been without the change.
 */
function ruleFrom(
  rule: string,
  given: {
    series: Series;
    turn: Override;
    move: (start: string | Date) => string | Date;
    isMovedByDays: boolean;
    home: string;
  },
): { rules: string[]; added: (string | Date)[] } {
  const { turn, move, isMovedByDays, home } = given;
  const { time } = given.series.event.item;
  const series = {
    ...rowOf(time),
    timeZone: time.allDay ? null : time.timeZone,
    recurrence: [`RRULE:${rule}`],
  };
  const first = momentOf(turn.originalStart);
  if ((isMovedByDays && /(^|;)BY/.test(rule)) || /(^|;)BY(HOUR|MINUTE|SECOND)=/.test(rule)) {
    const rest = startsWithin(series, { from: first + 1, to: first + MAX_TIME, most: MAX_ADDED }, home);
    return { rules: [], added: rest.map((at) => (time.allDay ? dayOf(at) : new Date(at))) };
  }
  const left = (count: string): string => {
    const before = { from: series.startAt.getTime(), to: first, most: Infinity };
    const used = startsWithin(series, before, home).length;
    return `COUNT=${Math.max(1, Number(count) - used)}`;
  };
  const moved = rule
    .replace(/COUNT=(\d+)/, (_, count: string) => left(count))
    .replace(/UNTIL=([^;]+)/, (_, until: string) => `UNTIL=${stampOf(move(startOfStamp(until)))}`);
  return { rules: [moved], added: [] };
}

/** Days as the moments of their midnights in UTC. */
const rowOf = ({ start, end }: ItemTime) => ({
  allDay: typeof start === "string",
  startAt: new Date(start),
  endAt: new Date(end),
});

const momentOf = (start: string | Date): number => new Date(start).getTime();

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Of `20261123T080000Z` the moment, of `20261123` the day. */
function startOfStamp(stamp: string): string | Date {
  const iso = stamp.replace(
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\dZ))?$/,
    (_, y, m, d, hour, minute, second) =>
      [`${y}-${m}-${d}`, ...(hour === undefined ? [] : [`${hour}:${minute}:${second}`])].join("T"),
  );
  return iso.includes("T") ? new Date(iso) : iso;
}
