import { expect, test } from "bun:test";
import fc from "fast-check";
import type { CalendarItem, CalendarSync } from "../../server/calendar/item.ts";
import { runs } from "../support/long.ts";
import { item, openCalendars, timed } from "./house.ts";

/** Items a to e, of which s is a series and s1 and s2 stand for occurrences of it. */
const names = ["a", "b", "c", "s", "s1", "s2"] as const;

function made(name: (typeof names)[number], version: number): CalendarItem {
  const override = (day: number) => ({
    override: { seriesSourceId: "s", originalStart: new Date(`2026-11-${day}T08:00:00Z`) },
  });
  const change: Partial<CalendarItem> = {
    title: `${name} ${version}`,
    time: timed(`2026-11-2${3 + (version % 3)}T1${version}:00:00Z`),
  };
  if (name === "s") return item("s", { title: `s ${version}`, recurrence: ["RRULE:FREQ=DAILY;COUNT=4"] });
  if (name === "s1") return item(name, { ...change, ...override(24) });
  if (name === "s2")
    return item(name, { ...change, ...override(25), status: version === 0 ? "cancelled" : "confirmed" });
  return item(name, change);
}

const given = fc.record({ name: fc.constantFrom(...names), version: fc.integer({ min: 0, max: 3 }) });
const reading = fc.record({
  reach: fc.constantFrom("all" as const, "changes" as const),
  items: fc.uniqueArray(given, { selector: ({ name }) => name, maxLength: 6 }),
  removed: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
});

test("after any readings there is what one full reading of the same would bring, and each made at most one event", () => {
  using house = openCalendars();
  using fresh = openCalendars();
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 6 }), (readings) => {
      house.bring([]);
      const model = new Map<string, CalendarItem>();
      for (const { reach, items, removed } of readings) {
        const read: CalendarSync = {
          reach,
          items: items.map(({ name, version }) => made(name, version)),
          removed,
          cursor: null,
        };
        const before = house.logged().length;
        const stood = JSON.stringify(standing(house));
        house.tools.sync(house.work.id, read);
        const told = house.logged().length - before;
        expect(told).toBeLessThanOrEqual(1);
        if (told === 0) expect(JSON.stringify(standing(house))).toBe(stood);

        if (reach === "all") model.clear();
        const isRead = new Set<string>(items.map(({ name }) => name));
        for (const name of removed.filter((name) => !isRead.has(name))) {
          model.delete(name);
          if (name === "s") ["s1", "s2"].forEach((override) => model.delete(override));
        }
        for (const one of read.items) model.set(one.sourceId, one);
      }
      fresh.bring([]);
      fresh.bring([...model.values()]);
      expect(standing(house)).toEqual(standing(fresh));
    }),
    { numRuns: runs(15, 300) },
  );
});

const standing = (house: ReturnType<typeof openCalendars>) =>
  house.between("2026-11-20", "2026-12-01").sort();
