import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { CalendarEvent } from "../../shared/calendar.ts";
import { layBanners, layDay } from "../../client/src/pages/calendar/layout.ts";
import { event, longEvent } from "./calendar-samples.ts";

const DAY = "2026-11-25";
const placed = (...events: CalendarEvent[]) =>
  layDay(events, DAY).map(({ event, from, to, column, columns, width }) => [
    event.title,
    from / 60,
    to / 60,
    `${column}+${width}/${columns}`,
  ]);

describe("the events of a day stand side by side", () => {
  test("alone, each has the whole breadth", () => {
    expect(placed(event("a", 9, 10), event("b", 10, 11))).toEqual([
      ["a", 9, 10, "0+1/1"],
      ["b", 10, 11, "0+1/1"],
    ]);
  });

  test("what overlaps shares it; a column is used again, and what nothing hinders is broader", () => {
    expect(placed(event("a", 9, 12), event("b", 9, 10), event("c", 9, 10), event("d", 10.5, 12))).toEqual(
      [
        ["a", 9, 12, "0+1/3"],
        ["d", 10.5, 12, "1+2/3"],
        ["b", 9, 10, "1+1/3"],
        ["c", 9, 10, "2+1/3"],
      ].toSorted((x, y) => Number(x[1]) - Number(y[1])),
    );
  });

  test("a short one is as high as its title, and hides none that follows at once", () => {
    expect(placed(event("a", 9, 9.1), event("b", 9.25, 10))).toEqual([
      ["a", 9, 9.5, "0+1/2"],
      ["b", 9.25, 10, "1+1/2"],
    ]);
  });

  test("over midnight it stands on both days, and in the last minutes within the day", () => {
    const late = event("late", 23, 25);
    expect(placed(late)).toEqual([["late", 23, 24, "0+1/1"]]);
    expect(layDay([late], "2026-11-26").map(({ from, to }) => [from, to])).toEqual([[0, 60]]);
    expect(placed(event("last", 23.9, 24))).toEqual([["last", 23.5, 24, "0+1/1"]]);
  });

  test("what ends at midnight is not on the next day, and what lasts a day is above the hours", () => {
    expect(layDay([event("a", 22, 24)], "2026-11-26")).toEqual([]);
    expect(placed(event("long", 9, 33), longEvent("all day", DAY, "2026-11-26"))).toEqual([]);
  });

  test("whatever there is, no two cover one another and none leaves its day", () => {
    const times = fc.record({
      start: fc.integer({ min: 0, max: 95 }),
      length: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(times, { maxLength: 25 }), (all) => {
        const laid = layDay(
          all.map(({ start, length }, index) => event(`e${index}`, start / 4, (start + length) / 4)),
          DAY,
        );
        for (const [index, a] of laid.entries()) {
          expect(a.from >= 0 && a.to <= 24 * 60 && a.from < a.to).toBe(true);
          expect(a.column + a.width <= a.columns).toBe(true);
          for (const b of laid.slice(index + 1)) {
            const meet = a.from < b.to && b.from < a.to;
            const across = a.column < b.column + b.width && b.column < a.column + a.width;
            expect(meet && across).toBe(false);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("what lasts a day or more stands above the hours", () => {
  const days = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"];
  const banners = (...events: CalendarEvent[]) =>
    layBanners(events, days).map(({ event, first, days, row }) => [event.title, first, days, row]);

  test("over the days that it covers, its end excluded, cut where they end", () => {
    expect(
      banners(
        longEvent("one", "2026-11-24", "2026-11-25"),
        longEvent("over", "2026-11-20", "2026-12-20"),
        longEvent("gone", "2026-11-20", "2026-11-23"),
        longEvent("later", "2026-11-27", "2026-11-28"),
      ),
    ).toEqual([
      ["over", 0, 4, 0],
      ["one", 1, 1, 1],
    ]);
  });

  test("in a row that is free again", () => {
    expect(
      banners(
        longEvent("a", "2026-11-23", "2026-11-24"),
        longEvent("b", "2026-11-23", "2026-11-26"),
        longEvent("c", "2026-11-24", "2026-11-25"),
      ).map(([title, , , row]) => [title, row]),
    ).toEqual([
      ["b", 0],
      ["a", 1],
      ["c", 1],
    ]);
  });
});
