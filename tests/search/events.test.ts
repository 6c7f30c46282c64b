import { afterEach, expect, setSystemTime, test } from "bun:test";
import type { CalendarItem } from "../../server/calendar/item.ts";
import { days, item, timed } from "../calendar/house.ts";
import { openHouse } from "./house.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
afterEach(() => {
  setSystemTime();
});

/** A house with these events in its calendar. */
function houseWith(items: CalendarItem[]) {
  setSystemTime(NOW);
  const house = openHouse();
  house.bring(items);
  return house;
}

test("an event is found by its title, its place and its description, also misspelt", () => {
  using house = houseWith([
    item("Dentist", { location: "High Street", description: "Bring the <b>x-rays</b>" }),
    item("Choir"),
  ]);
  for (const text of ["dent", "high street", "x-rays", "detnist"])
    expect(house.titles(text)).toEqual(["Dentist"]);
  const [hit] = house.query("rays").hits;
  expect(hit).toMatchObject({
    kind: "event",
    status: null,
    number: null,
    excerpt: { text: expect.stringContaining("<b>x-rays") },
  });
});

test("a series is found where it takes place next, not where an occurrence was moved away from", () => {
  const series = item("Choir", { recurrence: ["RRULE:FREQ=WEEKLY"] });
  const moved = item("Choir/moved", {
    title: "Rehearsal",
    time: timed("2026-11-24T19:00:00+01:00"),
    override: { seriesSourceId: "Choir", originalStart: new Date("2026-11-30T08:00:00Z") },
  });
  using house = houseWith([series, moved]);
  const [choir] = house.query("choir").hits;
  expect(choir?.at).toEqual(new Date("2026-12-07T08:00:00Z"));
  expect(choir?.link).toBe(`/calendar?event=${encodeURIComponent(choir?.id ?? "")}`);
  expect(house.calendars.event(choir?.id ?? "")).toMatchObject({
    title: "Choir",
    start: "2026-12-07T09:00:00+01:00",
  });
  const [rehearsal] = house.query("rehearsal").hits;
  expect(rehearsal?.at).toEqual(new Date("2026-11-24T18:00:00Z"));
  expect(house.calendars.event(rehearsal?.id ?? "").title).toBe("Rehearsal");
});

test("a series that has ended is found at its beginning; a day begins at its midnight here", () => {
  using house = houseWith([
    item("Course", { time: timed("2026-01-05T09:00:00+01:00"), recurrence: ["RRULE:FREQ=WEEKLY;COUNT=3"] }),
    item("Fair", { time: days("2026-12-24", "2026-12-25") }),
  ]);
  expect(house.query("course").hits[0]?.at).toEqual(new Date("2026-01-05T08:00:00Z"));
  expect(house.query("fair").hits[0]?.at).toEqual(new Date("2026-12-23T23:00:00Z"));
});

test("what comes is before what was, and a calendar that is not shown holds nothing to find", () => {
  using house = houseWith([
    item("a", { title: "Garden day", time: days("2026-12-10", "2026-12-11") }),
    item("b", { title: "Garden day", time: days("2026-03-10", "2026-03-11") }),
    item("c", { title: "Garden day", time: days("2026-11-10", "2026-11-11"), status: "cancelled" }),
  ]);
  expect(house.query("garden").hits.map(({ at }) => at.toISOString().slice(0, 10))).toEqual([
    "2026-12-09",
    "2026-03-09",
  ]);
  house.calendars.set({ id: house.work.id, isShown: false }, "owner");
  expect(house.query("garden").hits).toEqual([]);
});
