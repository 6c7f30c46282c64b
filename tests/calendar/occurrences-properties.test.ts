import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { lastEnd, startsWithin, type Series } from "../../server/calendar/occurrences.ts";
import { at, DAY, momentsOf, moments, patterns, wall, wallDay, zones } from "../tasks/recurrence-samples.ts";
import { runs } from "../support/long.ts";

const HOUR = 3_600_000;

/** A series whose first start fits its rule, so that a walk over the days can find the others. */
const samples = fc
  .tuple(patterns, zones, moments, fc.integer({ min: 0, max: 23 * 60 + 59 }))
  .map(([{ rule, fallsOn }, timeZone, from, minute]) => {
    let day = new Date(`${wallDay(from, timeZone)}T00:00Z`);
    while (!fallsOn(day, day)) day = new Date(day.getTime() + DAY);
    const time = new Date(minute * 60_000).toISOString().slice(10, 19);
    return { rule, fallsOn, timeZone, first: day, time };
  })
  .filter(({ first, time, timeZone }) => momentsOf(`${name(first)}${time}`, timeZone).length === 1);

const name = (day: Date): string => day.toISOString().slice(0, 10);

describe("what takes place in a window", () => {
  test("is what a walk over all days finds, at the same time by the clock, in any zone", () => {
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: -30, max: 900 }),
        fc.integer({ min: 1, max: 200 }),
        ({ rule, fallsOn, timeZone, first, time }, offset, length) => {
          const startAt = at(`${name(first)}${time}`, timeZone);
          const series: Series = {
            allDay: false,
            startAt,
            endAt: new Date(startAt.getTime() + HOUR),
            timeZone,
            recurrence: [`RRULE:${rule}`],
          };
          const from = first.getTime() + offset * DAY;
          const to = from + length * DAY;
          const expected: string[] = [];
          let skipped = 0;
          for (let day = first; day.getTime() < to + 2 * DAY; day = new Date(day.getTime() + DAY)) {
            if (!fallsOn(day, first)) continue;
            const [moment] = momentsOf(`${name(day)}${time}`, timeZone);
            if (!moment) skipped += 1;
            else if (moment.getTime() >= from && moment.getTime() < to) expected.push(wall(moment, timeZone));
          }
          const found = startsWithin(series, { from, to }, "UTC").map((moment) =>
            wall(new Date(moment), timeZone),
          );
          const sameTime = found.filter((moment) => moment.endsWith(time));
          expect(sameTime).toEqual(expected);
          // What the clock skips comes later.
          expect(found.length - sameTime.length).toBeLessThanOrEqual(skipped);
        },
      ),
      { numRuns: runs(30, 500) },
    );
  });

  test("is the same however the time is cut into windows, and ends before the last end", () => {
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        ({ rule, timeZone, first, time }, count, lengths, isOfDays) => {
          const startAt = isOfDays ? first : at(`${name(first)}${time}`, timeZone);
          const series: Series = {
            allDay: isOfDays,
            startAt,
            endAt: new Date(startAt.getTime() + (isOfDays ? DAY : HOUR)),
            timeZone: isOfDays ? null : timeZone,
            recurrence: [`RRULE:${rule};COUNT=${count}`],
          };
          const begin = startAt.getTime() - 3 * DAY;
          const end = begin + 200 * 366 * DAY;
          const all = startsWithin(series, { from: begin, to: end }, timeZone);
          expect(all).toHaveLength(count);
          expect(all.at(-1)).toBe((lastEnd(series, timeZone) ?? 0) - (isOfDays ? DAY : HOUR));
          let from = begin;
          const pieces = [...lengths.map((length) => length * DAY), end].flatMap((length) => {
            const to = Math.min(end, from + length);
            const piece = to > from ? startsWithin(series, { from, to }, timeZone) : [];
            from = to;
            return piece;
          });
          expect(pieces).toEqual(all);
        },
      ),
      { numRuns: runs(50, 1_000) },
    );
  });
});
