import { describe, expect, test } from "bun:test";
import { days, item, openCalendars, timed } from "./house.ts";

const FAR = ["2020-01-01", "2021-12-31"] as const;
const WEEK = ["2026-11-23", "2026-11-30"] as const;

describe("a reading", () => {
  test("makes one event, and none when nothing has changed; the place to go on from is kept silently", () => {
    using house = openCalendars();
    const items = [item("a"), item("b"), item("c", { time: days("2026-11-24", "2026-11-25") })];
    house.tools.sync(house.work.id, { reach: "all", items, cursor: "1" });
    expect(house.logged().slice(1)).toEqual([
      { kind: "calendar.updated", subject: `calendar:${house.work.id}`, actor: "integration:calendar" },
    ]);
    house.tools.sync(house.work.id, { reach: "all", items: [...items].reverse(), cursor: "2" });
    house.tools.sync(house.work.id, { reach: "changes", items: [], removed: ["unknown"], cursor: "3" });
    house.tools.sync(house.work.id, { reach: "changes", items, cursor: "4" });
    expect(house.logged()).toHaveLength(2);
    expect(house.tools.list()[0]).toMatchObject({ cursor: "4", syncedAt: new Date("2026-11-23T08:00:00Z") });
  });

  test("keeps the ids over a full one; what is not among its items has gone", () => {
    using house = openCalendars();
    house.bring([item("a"), item("b")]);
    const before = house.calendars.events({ from: WEEK[0], to: WEEK[1] });
    house.bring([item("b", { etag: "2", title: "B2" }), item("c")]);
    const after = house.calendars.events({ from: WEEK[0], to: WEEK[1] });
    expect(after.map(({ title }) => title)).toEqual(["B2", "c"]);
    expect(after[0]?.id).toBe(before[1]?.id ?? "");
  });

  test("of changes leaves the others, and a removed series takes its overrides with it", () => {
    using house = openCalendars();
    const override = { seriesSourceId: "s", originalStart: new Date("2026-11-24T08:00:00Z") };
    house.bring([
      item("a"),
      item("s", { recurrence: ["RRULE:FREQ=DAILY"] }),
      item("s/2", { title: "moved", override, time: timed("2026-11-24T15:00:00+01:00") }),
    ]);
    expect(house.between(...WEEK)).toHaveLength(8);
    house.tools.sync(house.work.id, { reach: "changes", items: [], removed: ["s"], cursor: null });
    expect(house.between(...WEEK)).toEqual(["a 2026-11-23T09:00:00+01:00"]);
    expect(house.read("SELECT id FROM calendar_items")).toHaveLength(1);
  });

  test("that fails in the middle has changed nothing", () => {
    using house = openCalendars();
    house.bring([item("a")]);
    const broken = { ...item("b"), title: null as never };
    const read = { reach: "all" as const, items: [item("c"), broken], cursor: "9" };
    expect(() => house.tools.sync(house.work.id, read)).toThrow();
    expect(house.between(...WEEK)).toEqual(["a 2026-11-23T09:00:00+01:00"]);
    expect(house.tools.list()[0]?.cursor).toBeNull();
    expect(house.logged()).toHaveLength(2);
  });

  test("of more series than anybody has: those beyond what can be spread take place once", () => {
    using house = openCalendars();
    const hourly = (index: number) =>
      item(`${index}`, {
        time: timed(new Date(Date.UTC(2026, 10, 23, 8, 0, index)).toISOString(), 1),
        recurrence: ["RRULE:FREQ=HOURLY"],
      });
    const many = Array.from({ length: 300 }, (_, index) => hourly(index));
    house.bring(many);
    house.bring(many);
    expect(house.between("2026-11-23T09:00:00+01:00", "2026-11-23T09:30:00+01:00")).toHaveLength(300);
    expect(house.between("2026-11-23T10:00:00+01:00", "2026-11-23T10:30:00+01:00")).toHaveLength(100);
    expect(house.logged()).toHaveLength(2);
  });

  test("of what cannot be written down as it is stays the same at the next one", () => {
    using house = openCalendars();
    const odd = [
      item("nul", { title: "a\0b\ud800\n c", description: "\udfff", location: "x".repeat(5_000) }),
      item("no time", { time: timed("nonsense") }),
      item("year 0", { time: days("0000-01-01", "0000-01-02") }),
      item("backwards", { time: timed("2026-11-24T09:00:00Z", -30) }),
      item("script", { htmlLink: "javascript:alert(1)" }),
      item("link", { htmlLink: "https://example.net/x" }),
    ];
    house.bring(odd);
    house.bring(odd);
    expect(house.logged()).toHaveLength(2);
    const found = house.calendars.events({ from: WEEK[0], to: WEEK[1] });
    expect(found.map(({ title, htmlLink, start, end }) => [title, htmlLink, start === end])).toEqual([
      ["ab\ufffd c", null, false],
      ["script", null, false],
      ["link", "https://example.net/x", false],
      ["backwards", null, true],
    ]);
  });
});

describe("a calendar", () => {
  test("is brought up to date by its source, and keeps its owner's choices", () => {
    using house = openCalendars();
    expect(house.put("work").id).toBe(house.work.id);
    expect(house.logged()).toHaveLength(1);
    expect(house.work).toMatchObject({ isShown: true, remindMinutes: 10, color: "#aa0000" });
    expect(house.put("holidays", false).remindMinutes).toBeNull();
    const { set } = house.calendars;
    expect(set({ id: house.work.id, isShown: false, remindMinutes: null }, "owner")).toMatchObject({
      isShown: false,
      remindMinutes: null,
    });
    expect(Object.keys(set({ id: house.work.id }, "owner"))).not.toContain("cursor");
    const info = { sourceId: "work", source: "ics", name: "", color: "red;}", isWritable: false } as const;
    expect(house.tools.put(info)).toMatchObject({
      name: "work",
      color: null,
      isWritable: false,
      isShown: false,
      remindMinutes: null,
    });
    expect(house.logged().map(({ kind, actor }) => [kind.slice(9), actor])).toEqual([
      ["created", "integration:calendar"],
      ["created", "integration:calendar"],
      ["updated", "owner"],
      ["updated", "integration:calendar"],
    ]);
  });

  test("has a name that can be kept as it is, or the one that its source has for it", () => {
    using house = openCalendars();
    const put = (name: string) =>
      house.tools.put({ sourceId: "odd", source: "ics", name, color: null, isWritable: false });
    expect(put(" a\0b\ud800\n c ".repeat(2)).name).toBe("ab\ufffd c ab\ufffd c");
    put(" a\0b\ud800\n c ".repeat(2));
    expect(house.logged()).toHaveLength(2);
    expect(put("x".repeat(5_000)).name).toHaveLength(320);
    expect(put(" \0").name).toBe("odd");
  });

  test("that is hidden is seen only when it is asked for by name", () => {
    using house = openCalendars();
    house.bring([item("a")]);
    house.calendars.set({ id: house.work.id, isShown: false }, "owner");
    expect(house.between(...WEEK)).toEqual([]);
    expect(house.between(...WEEK, { calendarId: house.work.id })).toHaveLength(1);
    const free = house.calendars.freeTime({ from: WEEK[0], to: WEEK[1], minutes: 1 });
    expect(free).toHaveLength(1);
  });

  test("that goes takes its events and their words with it", () => {
    using house = openCalendars();
    house.bring([item("a"), item("s", { recurrence: ["RRULE:FREQ=DAILY"] })]);
    house.tools.remove(house.work.id);
    expect(house.read("SELECT rowid FROM calendar_items_fts")).toEqual([]);
    expect(house.read("SELECT id FROM calendar_items")).toEqual([]);
    expect(house.calendars.list()).toEqual([]);
    expect(house.logged().at(-1)?.kind).toBe("calendar.removed");
  });

  test("of another integration is out of reach", () => {
    using house = openCalendars();
    house.bring([item("a")]);
    const others = house.calendars.toolsFor("other");
    const [event] = house.calendars.events({ from: WEEK[0], to: WEEK[1] });
    const id = house.work.id;
    expect(others.list()).toEqual([]);
    expect(others.events({ from: WEEK[0], to: WEEK[1] })).toEqual([]);
    const attempts = [
      () => others.events({ from: FAR[0], to: FAR[1], calendarId: id }),
      () => others.event(event?.id ?? ""),
      () => others.target(event?.id ?? ""),
      () => others.eventOf(id, "a"),
      () => others.remove(id),
      () => others.sync(id, { reach: "all", items: [], cursor: null }),
    ];
    for (const attempt of attempts) expect(attempt).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
    expect(house.between(...WEEK)).toHaveLength(1);
  });
});
