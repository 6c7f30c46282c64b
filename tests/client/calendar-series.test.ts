import { describe, expect, test } from "bun:test";
import type { CalendarEvent } from "../../shared/calendar.ts";
import { foresee, patchAlong } from "../../client/src/actions/calendar-series.ts";
import { event, hour, inZone, longEvent } from "./calendar-samples.ts";

const DAY = 24;
const at = (from: number, to: number) => ({
  start: hour(from).toISOString(),
  end: hour(to).toISOString(),
  allDay: false,
});
const first = event("Yoga", 9, 10);
const third = event("Yoga", 9 + 2 * DAY, 10 + 2 * DAY);

describe("a series goes along with one of it", () => {
  test("to another hour, and to another length", () => {
    expect(patchAlong(first, third, at(11 + 2 * DAY, 11.5 + 2 * DAY))).toEqual(at(11, 11.5));
    expect(patchAlong(first, third, at(9 + 2 * DAY, 12 + 2 * DAY))).toEqual(at(9, 12));
  });
  test("to another day", () => {
    expect(patchAlong(first, third, at(9 + DAY, 10 + DAY))).toEqual(at(9 - DAY, 10 - DAY));
  });
  test("with its words alone it stays where it is", () => {
    expect(patchAlong(first, third, { title: "Tea" })).toEqual({ title: "Tea" });
  });
  test("from hours to days and back, and among days", () => {
    const days = (start: string, end: string) => ({ start, end, allDay: true });
    expect(patchAlong(first, third, days("2026-11-28", "2026-11-29"))).toEqual(
      days("2026-11-26", "2026-11-27"),
    );
    const feast = longEvent("Feast", "2026-11-25", "2026-11-26");
    const later = longEvent("Feast", "2027-11-25", "2027-11-26");
    expect(patchAlong(feast, later, days("2027-11-24", "2027-11-26"))).toEqual(
      days("2026-11-24", "2026-11-26"),
    );
    const evening = {
      start: new Date(2027, 10, 25, 18).toISOString(),
      end: new Date(2027, 10, 25, 20).toISOString(),
      allDay: false,
    };
    expect(patchAlong(feast, later, evening)).toEqual(at(18, 20));
  });
  test("by the wall clock, when one is in summer and the other in winter", () => {
    inZone("Europe/Vienna", () => {
      const summer: CalendarEvent = {
        ...first,
        start: "2026-07-01T09:00:00+02:00",
        end: "2026-07-01T10:00:00+02:00",
      };
      const winter = { ...first, start: "2026-12-02T09:00:00+01:00", end: "2026-12-02T10:00:00+01:00" };
      const patch = { start: "2026-12-02T10:30:00+01:00", end: "2026-12-02T11:30:00+01:00", allDay: false };
      const { start, end } = patchAlong(summer, winter, patch);
      expect([start, end].map((time) => Date.parse(time ?? ""))).toEqual(
        ["2026-07-01T10:30:00+02:00", "2026-07-01T11:30:00+02:00"].map((time) => Date.parse(time)),
      );
    });
  });
});

describe("before the calendar has answered", () => {
  const later = at(11 + 2 * DAY, 12 + 2 * DAY);
  test("the others of its hour are shown where they will be, once only", () => {
    const moved = foresee(first, third, later);
    expect(moved).toMatchObject(at(11, 12));
    expect(foresee(moved, third, later)).toEqual(moved);
  });
  test("what was moved by itself stays", () => {
    const alone = event("Yoga", 15, 16);
    expect(foresee(alone, third, { ...later, title: "Tea" })).toEqual({ ...alone, title: "Tea" });
  });
});
