import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { checkRule, firstOccurrence, nextOccurrence } from "../../server/tasks/recurrence.ts";
import { runs } from "../support/long.ts";
import { DAY, moments, momentsOf, patterns, series, wall, wallDay, zones } from "./recurrence-samples.ts";

describe("the next occurrence", () => {
  test("is the day that a walk over all days finds, at the same time by the clock", () => {
    const dues = fc.tuple(zones, moments, fc.boolean()).map(([timeZone, moment, onDay]) => {
      const [midnight] = momentsOf(`${wallDay(moment, timeZone)}T00:00:00`, timeZone);
      const minute = new Date(Math.floor(moment.getTime() / 60_000) * 60_000);
      return { timeZone, dueAt: onDay && midnight ? midnight : minute };
    });
    fc.assert(
      fc.property(patterns, dues, fc.integer({ min: 0, max: 90 }), (pattern, { timeZone, dueAt }, days) => {
        const after = new Date(dueAt.getTime() + days * DAY);
        const next = nextOccurrence({ rule: pattern.rule, dueAt, after, timeZone });
        if (!next) throw new Error("an endless series has a next occurrence");
        expect(next.dueAt.getTime()).toBeGreaterThan(after.getTime());

        const isDay = wallDay(new Date(dueAt.getTime() - 1), timeZone) !== wallDay(dueAt, timeZone);
        const time = isDay ? "T00:00:00" : wall(dueAt, timeZone).slice(10);
        const start = new Date(`${wallDay(dueAt, timeZone)}T00:00Z`);
        for (let day = start; ; day = new Date(day.getTime() + DAY)) {
          if (!pattern.fallsOn(day, start)) continue;
          const text = `${day.toISOString().slice(0, 10)}${time}`;
          const [moment] = momentsOf(text, timeZone);
          if (moment && moment > after) return expect(next.dueAt).toEqual(moment);
          if (moment || text <= wall(after, timeZone)) continue;
          // The clock skips it: the moment is as much later as the clock jumps (a whole day in Apia, 2011).
          expect(wall(next.dueAt, timeZone) > text).toBe(true);
          return expect(next.dueAt.getTime() - after.getTime()).toBeGreaterThan(0);
        }
      }),
      { numRuns: runs(200, 2_000) },
    );
  });

  test("goes strictly up, and a series of COUNT has so many, in every zone", () => {
    fc.assert(
      fc.property(
        patterns,
        zones,
        moments,
        fc.integer({ min: 1, max: 15 }),
        (pattern, timeZone, dueAt, count) => {
          const found = series({ rule: `${pattern.rule};COUNT=${count}`, dueAt, timeZone }, 100);
          expect(found).toHaveLength(count);
          found.slice(1).forEach((one, index) => {
            expect(one.dueAt.getTime()).toBeGreaterThan(found[index]?.dueAt.getTime() ?? 0);
            expect(one.rule).toContain(`COUNT=${count - index - 1}`);
          });
        },
      ),
      { numRuns: runs(50, 300) },
    );
  });

  test("never lies behind UNTIL, and is missing only when the next one would", () => {
    fc.assert(
      fc.property(
        patterns,
        zones,
        moments,
        fc.integer({ min: 0, max: 400 }),
        (pattern, timeZone, dueAt, days) => {
          const last = wallDay(new Date(dueAt.getTime() + days * DAY), timeZone);
          const of = { dueAt, after: dueAt, timeZone };
          const next = nextOccurrence({ ...of, rule: `${pattern.rule};UNTIL=${last.replaceAll("-", "")}` });
          const endless = nextOccurrence({ ...of, rule: pattern.rule });
          const isWithin = endless !== undefined && wallDay(endless.dueAt, timeZone) <= last;
          expect(next?.dueAt).toEqual(isWithin ? endless.dueAt : undefined);
        },
      ),
      { numRuns: runs(50, 300) },
    );
  });
});

describe("the first occurrence", () => {
  test("is on the day itself or the first one behind it, as local midnight", () => {
    fc.assert(
      fc.property(patterns, zones, moments, ({ rule, fallsOn }, timeZone, from) => {
        const first = firstOccurrence({ rule, from, timeZone });
        let day = new Date(`${wallDay(from, timeZone)}T00:00Z`);
        // An interval counts from the first occurrence, so it decides nothing about that one.
        while (!fallsOn(day, day)) day = new Date(day.getTime() + DAY);
        const name = day.toISOString().slice(0, 10);
        const [midnight] = momentsOf(`${name}T00:00:00`, timeZone);
        if (midnight) expect(first).toEqual(midnight);
        else expect(wallDay(new Date(first.getTime() - 1), timeZone) < wallDay(first, timeZone)).toBe(true);
      }),
      { numRuns: runs(120, 1_000) },
    );
  });
});

describe("a rule", () => {
  test("of any text is read or refused, and what is read stays as it is", () => {
    const part = fc
      .tuple(
        fc.constantFrom(
          "FREQ",
          "INTERVAL",
          "COUNT",
          "UNTIL",
          "BYDAY",
          "BYMONTH",
          "BYMONTHDAY",
          "BYSETPOS",
          "WKST",
          "X",
        ),
        fc.oneof(
          fc.constantFrom(
            "DAILY",
            "WEEKLY",
            "MONTHLY",
            "YEARLY",
            "MO",
            "2FR,-1SU",
            "31",
            "1,15,-1",
            "20300101",
          ),
          fc.string({ maxLength: 8 }),
        ),
      )
      .map(([name, value]) => `${name}=${value}`);
    let read = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const text = ["FREQ=MONTHLY", ...parts]
          .slice(parts.some((one) => one.startsWith("FREQ")) ? 1 : 0)
          .join(";");
        try {
          const rule = checkRule(text);
          read++;
          expect(checkRule(rule)).toBe(rule);
        } catch (error) {
          expect(error).toMatchObject({ code: "INVALID" });
        }
      }),
      { numRuns: runs(300, 1_000) },
    );
    expect(read).toBeGreaterThan(10);
  });
});
