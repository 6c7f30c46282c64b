import { describe, expect, test } from "bun:test";
import { drawn } from "../../client/src/pages/calendar/drawn.ts";
import { pullOf } from "../../client/src/pages/calendar/pull.ts";
import { event, hour, inZone } from "./calendar-samples.ts";

const times = ({ start, end }: { start: string; end: string }) => [start, end];
const span = (from: number, to: number) => [hour(from).toISOString(), hour(to).toISOString()];

describe("drawing an event", () => {
  test("moves it by quarters of an hour and over days, and keeps its length", () => {
    expect(times(drawn(event("a", 9, 10.5), "move", { days: 1, minutes: 40 }))).toEqual(span(33.75, 35.25));
  });
  test("straight to another day leaves its minutes, and nowhere all of it", () => {
    const odd = event("a", 9 + 10 / 60, 10);
    expect(times(drawn(odd, "move", { days: -1, minutes: 5 }))).toEqual(span(-15 + 10 / 60, -14));
    expect(drawn(odd, "move", { days: 0, minutes: -7 })).toBe(odd);
    expect(drawn(odd, "end", { days: 0, minutes: 7 })).toBe(odd);
  });
  test("never out of the day that it was taken hold of on", () => {
    const day = event("a", 9, 10);
    expect(times(drawn(day, "move", { days: 0, minutes: -900 }))).toEqual(span(0, 1));
    expect(times(drawn(day, "move", { days: 0, minutes: 2_000 }))).toEqual(span(23.75, 24.75));
    const night = event("b", 23, 25);
    expect(times(drawn(night, "move", { days: 0, minutes: 180, grabbed: 1 }))).toEqual(span(26, 28));
    expect(times(drawn(night, "move", { days: 0, minutes: 180 }))).toEqual(span(23.75, 25.75));
  });
  test("at its end makes it longer or shorter, and leaves a quarter of an hour", () => {
    expect(times(drawn(event("a", 9, 10), "end", { days: 3, minutes: 50 }))).toEqual(span(9, 10.75));
    expect(times(drawn(event("a", 9, 10), "end", { days: 0, minutes: -300 }))).toEqual(span(9, 9.25));
  });
});

describe("on a day on which the clock is set", () => {
  test.each([
    ["back", "2026-10-25T00:30:00+02:00", "2026-10-25T04:00:00+01:00", "2026-10-25T05:00:00+01:00"],
    ["on", "2026-03-29T00:30:00+01:00", "2026-03-29T04:00:00+02:00", "2026-03-29T05:00:00+02:00"],
  ])("%s, an end is drawn by the wall clock", (_, start, end, later) => {
    inZone("Europe/Vienna", () => {
      const night = { ...event("a", 0, 1), start, end };
      const longer = drawn(night, "end", { days: 0, minutes: 60 });
      expect(Date.parse(longer.end)).toBe(Date.parse(later));
    });
  });
});

describe("a view scrolls under what is drawn", () => {
  const box = { top: 100, bottom: 500 };
  test("near the edge that it was drawn to, the faster the nearer", () => {
    expect(pullOf(300, 250, box)).toBe(0);
    expect(pullOf(480, 250, box)).toBeGreaterThan(0);
    expect(pullOf(495, 250, box)).toBeGreaterThan(pullOf(480, 250, box));
    expect(pullOf(900, 250, box)).toBe(pullOf(500, 250, box));
    expect(pullOf(110, 250, box)).toBeLessThan(0);
  });
  test("not where it was taken hold of, nor on the way back from there", () => {
    expect(pullOf(480, 480, box)).toBe(0);
    expect(pullOf(470, 490, box)).toBe(0);
    expect(pullOf(120, 110, box)).toBe(0);
  });
});
