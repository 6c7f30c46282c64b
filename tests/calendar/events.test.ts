import { describe, expect, test } from "bun:test";
import { CalendarEvent } from "../../shared/calendar.ts";
import { days, item, openCalendars, timed } from "./house.ts";

const series = item("s", { title: "Stand-up", recurrence: ["RRULE:FREQ=DAILY;COUNT=10"] });
const overriding = (day: number, change: Parameters<typeof item>[1]) =>
  item(`s/${day}`, {
    override: { seriesSourceId: "s", originalStart: new Date(`2026-11-${day}T08:00:00Z`) },
    ...change,
  });

describe("the events of a window", () => {
  test("are those that overlap it, in order, told by Porter's clock", () => {
    using house = openCalendars();
    house.bring([
      item("ends as it begins", { time: timed("2026-11-22T23:00:00+01:00") }),
      item("over midnight", { time: timed("2026-11-22T23:30:00+01:00") }),
      item("a moment", { time: timed("2026-11-23T00:00:00+01:00", 0) }),
      item("in Tokyo", { time: timed("2026-11-23T20:00:00+09:00", 30, "Asia/Tokyo") }),
      item("day", { time: days("2026-11-23", "2026-11-24") }),
      item("day before", { time: days("2026-11-21", "2026-11-23") }),
      item("begins as it ends", { time: timed("2026-11-24T00:00:00+01:00") }),
    ]);
    expect(house.between("2026-11-23", "2026-11-24")).toEqual([
      "over midnight 2026-11-22T23:30:00+01:00",
      "a moment 2026-11-23T00:00:00+01:00",
      "day 2026-11-23",
      "in Tokyo 2026-11-23T12:00:00+01:00",
    ]);
    expect(house.between("2026-11-23T12:15:00+01:00", "2026-11-23T12:16:00+01:00")).toHaveLength(2);
  });

  test("are whole and of the shape that everybody knows", () => {
    using house = openCalendars();
    const attendees = [{ email: "ada@example.net", name: "Ada", response: "accepted" as const }];
    house.bring([
      { ...series, description: "x", location: "Room 4", attendees, htmlLink: "https://example.net/s" },
      item("day", { time: days("2026-11-24", "2026-11-26"), status: "tentative", isFree: true }),
    ]);
    const found = house.calendars.events({ from: "2026-11-24", to: "2026-11-25" });
    expect(CalendarEvent.array().parse(found)).toEqual(found);
    expect(found).toMatchObject([
      {
        allDay: true,
        start: "2026-11-24",
        end: "2026-11-26",
        timeZone: null,
        isFree: true,
        isRecurring: false,
      },
      {
        isRecurring: true,
        start: "2026-11-24T09:00:00+01:00",
        end: "2026-11-24T10:00:00+01:00",
        timeZone: "Europe/Berlin",
        attendees,
      },
    ]);
    expect(found[1]?.id).toEndWith("@20261124T080000Z");
  });

  test("are found by words of title, description or place, each the beginning of one", () => {
    using house = openCalendars();
    house.bring([
      { ...series, location: "Café Müller" },
      overriding(24, { title: "Review", description: "with Ada Lovelace" }),
      item("other"),
    ]);
    const find = (query: string) => house.between("2026-11-23", "2026-11-26", { query });
    expect(find("stand")).toEqual([
      "Stand-up 2026-11-23T09:00:00+01:00",
      "Stand-up 2026-11-25T09:00:00+01:00",
    ]);
    expect(find("cafe mul")).toHaveLength(2);
    expect(find("love rev")).toEqual(["Review 2026-11-23T09:00:00+01:00"]);
    expect(find('ada" OR "x')).toEqual([]);
    expect(find("--")).toHaveLength(4);
  });

  test("end at two years, and a window that is none is refused", () => {
    using house = openCalendars();
    const { events } = house.calendars;
    house.bring([item("soon"), item("late", { time: timed("2026-12-24T09:00:00+01:00") })]);
    expect(events({}).map(({ title }) => title)).toEqual(["soon"]); // from now on, 30 days
    expect(events({ to: "2027-01-01", limit: 1 }).map(({ title }) => title)).toEqual(["soon"]);
    for (const window of [
      { from: "2026-11-23", to: "2026-11-23" },
      { from: "2026-11-23", to: "2029-01-01" },
    ])
      expect(() => events(window)).toThrow(expect.objectContaining({ code: "INVALID" }));
  });
});

describe("overrides", () => {
  test("change, move and leave out one occurrence each, into the window and out of it", () => {
    using house = openCalendars();
    house.bring([
      series,
      overriding(24, { title: "Moved", time: timed("2026-11-24T15:00:00+01:00") }),
      overriding(25, { title: "Moved out", time: timed("2026-12-20T09:00:00+01:00") }),
      overriding(26, { status: "cancelled" }),
      overriding(30, { title: "Moved in", time: timed("2026-11-23T20:00:00+01:00") }),
    ]);
    expect(house.between("2026-11-23", "2026-11-28")).toEqual([
      "Stand-up 2026-11-23T09:00:00+01:00",
      "Moved in 2026-11-23T20:00:00+01:00",
      "Moved 2026-11-24T15:00:00+01:00",
      "Stand-up 2026-11-27T09:00:00+01:00",
    ]);
    expect(house.between("2026-11-28", "2026-12-01")).toHaveLength(2); // 28 and 29, not 30
    const [moved] = house.calendars.events({ from: "2026-12-20", to: "2026-12-21" });
    expect(moved).toMatchObject({ title: "Moved out", isRecurring: true });
    expect(moved?.id).toEndWith("@20261125T080000Z");
  });

  test("that leave out what began days before the window leave it out of that, too", () => {
    using house = openCalendars();
    const override = { seriesSourceId: "s", originalStart: "2026-11-23" };
    house.bring([
      item("s", { time: days("2026-11-16", "2026-11-22"), recurrence: ["RRULE:FREQ=WEEKLY"] }),
      item("s/2", { override, status: "cancelled", time: days("2026-11-23", "2026-11-29") }),
    ]);
    expect(house.between("2026-11-21", "2026-11-22")).toEqual(["s 2026-11-16"]);
    expect(house.between("2026-11-28", "2026-11-29")).toEqual([]);
    expect(house.between("2026-12-05", "2026-12-06")).toEqual(["s 2026-11-30"]);
  });

  test("of a series of days may be timed", () => {
    using house = openCalendars();
    house.bring([
      item("s", { time: days("2026-11-23", "2026-11-24"), recurrence: ["RRULE:FREQ=DAILY;COUNT=3"] }),
      item("s/2", {
        override: { seriesSourceId: "s", originalStart: "2026-11-24" },
        time: timed("2026-11-24T10:00:00+01:00"),
      }),
    ]);
    expect(house.between("2026-11-20", "2026-12-01")).toEqual([
      "s 2026-11-23",
      "s/2 2026-11-24T10:00:00+01:00",
      "s 2026-11-25",
    ]);
    const [, second] = house.calendars.events({ from: "2026-11-20", to: "2026-12-01" });
    expect(second?.id).toEndWith("@20261124");
    expect(house.tools.target(second?.id ?? "")).toMatchObject({
      item: { sourceId: "s/2", override: { originalStart: "2026-11-24" } },
      occurrence: { series: { sourceId: "s" }, originalStart: "2026-11-24" },
    });
  });

  test("without their series stand for themselves", () => {
    using house = openCalendars();
    house.bring([overriding(24, { title: "Invited once" })]);
    const [event] = house.calendars.events({ from: "2026-11-23", to: "2026-11-24" });
    expect(event).toMatchObject({ title: "Invited once", isRecurring: false });
    expect(house.tools.target(event?.id ?? "").occurrence).toBeNull();
  });
});

describe("an id", () => {
  test("stands for the series, for an occurrence, or for what takes its place", () => {
    using house = openCalendars();
    house.bring([series, overriding(24, { title: "Moved" }), overriding(25, { status: "cancelled" })]);
    const whole = house.tools.eventOf(house.work.id, "s");
    expect(whole).toMatchObject({ title: "Stand-up", isRecurring: true, start: "2026-11-23T09:00:00+01:00" });
    expect(house.tools.target(whole.id)).toMatchObject({ item: { sourceId: "s" }, occurrence: null });

    const occurrence = house.tools.target(`${whole.id}@20261127T080000Z`);
    expect(occurrence).toMatchObject({
      item: { sourceId: "s" },
      occurrence: { originalStart: new Date("2026-11-27T08:00:00Z") },
    });
    expect(occurrence.calendar).toMatchObject({ id: house.work.id, sourceId: "work" });

    expect(house.calendars.event(`${whole.id}@20261124T080000Z`).title).toBe("Moved");
    expect(house.tools.eventOf(house.work.id, "s/24").id).toBe(`${whole.id}@20261124T080000Z`);
    expect(house.tools.target(`${whole.id}@20261124T080000Z`)).toMatchObject({
      item: { sourceId: "s/24", recurrence: [] },
      occurrence: { series: { sourceId: "s" }, originalStart: new Date("2026-11-24T08:00:00Z") },
    });
    for (const at of ["20261125T080000Z", "20261127T080001Z", "20261127", "20270101T080000Z", "20260230"])
      expect(() => house.calendars.event(`${whole.id}@${at}`)).toThrow(
        expect.objectContaining({ code: "NOT_FOUND" }),
      );
    expect(() => house.calendars.event(crypto.randomUUID())).toThrow("There is no event");
  });

  test("gives back what the source has said", () => {
    using house = openCalendars();
    const given = [
      series,
      overriding(24, { title: "Moved" }),
      item("d", { time: days("2026-11-24", "2026-11-26") }),
    ];
    house.bring(given);
    for (const one of given)
      expect(house.tools.target(house.tools.eventOf(house.work.id, one.sourceId).id).item).toEqual(one);
  });
});

describe("free time", () => {
  test("is what busy events leave, of a length, by Porter's clock", () => {
    using house = openCalendars();
    const no = (email: string) => [{ email, name: null, response: "declined" as const }];
    house.bring([
      item("a"), // 9 to 10
      item("b", { time: timed("2026-11-23T09:30:00+01:00", 120) }), // to 11:30
      item("c", { time: timed("2026-11-23T12:00:00+01:00") }), // to 13
      item("free", { isFree: true, time: timed("2026-11-23T14:00:00+01:00") }),
      item("off", { status: "cancelled", time: timed("2026-11-23T14:00:00+01:00") }),
      item("declined", { attendees: no("WORK"), time: timed("2026-11-23T14:00:00+01:00") }),
      item("declined by a guest", {
        attendees: no("ada@example.net"),
        time: timed("2026-11-23T17:30:00+01:00"),
      }),
      item("away", { time: days("2026-11-24", "2026-11-25") }),
    ]);
    const free = house.calendars.freeTime({
      from: "2026-11-23T08:00:00+01:00",
      to: "2026-11-25T08:00:00+01:00",
      minutes: 45,
    });
    expect(free).toEqual([
      { start: "2026-11-23T08:00:00+01:00", end: "2026-11-23T09:00:00+01:00" },
      { start: "2026-11-23T13:00:00+01:00", end: "2026-11-23T17:30:00+01:00" },
      { start: "2026-11-23T18:30:00+01:00", end: "2026-11-24T00:00:00+01:00" },
      { start: "2026-11-25T00:00:00+01:00", end: "2026-11-25T08:00:00+01:00" },
    ]);
  });

  test("of a day that the clock makes longer", () => {
    using house = openCalendars();
    const [gap] = house.calendars.freeTime({ from: "2026-10-25", to: "2026-10-26", minutes: 1 });
    expect(gap).toEqual({ start: "2026-10-25T00:00:00+02:00", end: "2026-10-26T00:00:00+01:00" });
  });
});
