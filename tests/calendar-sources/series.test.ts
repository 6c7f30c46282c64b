import { expect, test } from "bun:test";
import { calendarOf, eventOf, read, readFixture } from "./fixture.ts";

test("an RDATE is an occurrence, and a PERIOD one with a length of its own", () => {
  const items = read(readFixture("series"));
  expect(items.periods?.recurrence).toEqual(["RDATE:20261124T080000Z,20261125T080000Z,20261126T080000Z"]);
  expect(items["periods/20261124T080000Z"]).toMatchObject({
    title: "Course",
    time: { start: new Date("2026-11-24T08:00:00Z"), end: new Date("2026-11-24T11:00:00Z") },
    override: { seriesSourceId: "periods", originalStart: new Date("2026-11-24T08:00:00Z") },
  });
  expect(items["periods/20261125T080000Z"]?.time.end).toEqual(new Date("2026-11-25T08:30:00Z"));
});

test("an occurrence whose series is not told stands by itself; one that is cancelled does not stand", () => {
  const items = read(readFixture("series"));
  expect(items["lonely/20261123T080000Z"]).toMatchObject({
    title: "Invited to one occurrence",
    override: null,
  });
  expect(items["lonely/20261124T080000Z"]).toBeUndefined();
});

test("of an occurrence the newest version counts; a cancelled one needs no start", () => {
  const items = read(readFixture("series"));
  expect(items["series/20261124T080000Z"]).toMatchObject({
    status: "cancelled",
    override: { originalStart: new Date("2026-11-24T08:00:00Z") },
  });
  expect(items["series/20261125T080000Z"]).toMatchObject({ title: "The newer one" });
});

test("what changes an event that does not repeat is the event", () => {
  const items = read(readFixture("series"));
  expect(items["changed-once"]).toMatchObject({ title: "As it is", override: null });
  expect(Object.keys(items).filter((id) => id.startsWith("changed-once"))).toHaveLength(1);
});

test("of versions the newest counts; one UID at two times is two events; none is made from what the event is", () => {
  const items = read(readFixture("series"));
  expect(items.versions).toMatchObject({ title: "New" });
  expect(items.same).toMatchObject({ title: "First" });
  expect(items["same/20261124T080000Z"]).toMatchObject({ title: "Second" });
  const nameless = (all: typeof items) => Object.values(all).find(({ title }) => title === "Nameless");
  expect(nameless(items)?.sourceId).toBe(String(nameless(read(readFixture("series")))?.sourceId));
});

const zone = "TZID=Europe/Vienna";
const split = (rule: string, ...lines: string[]) =>
  read(
    calendarOf(
      eventOf("a", `DTSTART;${zone}:20261123T090000`, `DTEND;${zone}:20261123T100000`, `RRULE:${rule}`),
      eventOf("a", `RECURRENCE-ID;RANGE=THISANDFUTURE;${zone}:20261127T090000`, ...lines),
    ),
  );

test("THISANDFUTURE: the series ends, and another one goes on with what is left of COUNT", () => {
  const items = split(
    "FREQ=DAILY;COUNT=10",
    `DTSTART;${zone}:20261127T110000`,
    `DTEND;${zone}:20261127T113000`,
    "SUMMARY:Later",
  );
  expect(items.a?.recurrence).toEqual(["RRULE:FREQ=DAILY;UNTIL=20261127T075959Z"]);
  expect(items["a/20261127T080000Z"]).toMatchObject({
    title: "Later",
    time: { start: new Date("2026-11-27T10:00:00Z"), end: new Date("2026-11-27T10:30:00Z") },
    recurrence: ["RRULE:FREQ=DAILY;COUNT=6"],
    override: null,
  });
});

test("THISANDFUTURE: an UNTIL moves along, and one that is cancelled only ends the series", () => {
  const moved = split("FREQ=DAILY;UNTIL=20261130T080000Z", `DTSTART;${zone}:20261127T110000`);
  expect(moved["a/20261127T080000Z"]?.recurrence).toEqual(["RRULE:FREQ=DAILY;UNTIL=20261130T100000Z"]);
  expect(Object.keys(split("FREQ=DAILY", "STATUS:CANCELLED"))).toEqual(["a"]);
});

test("THISANDFUTURE: on another weekday each occurrence is as far from where it would have been", () => {
  const items = split("FREQ=WEEKLY;BYDAY=MO,FR;COUNT=5", `DTSTART;${zone}:20261128T090000`);
  expect(items["a/20261127T080000Z"]?.recurrence).toEqual([
    "RDATE:20261201T080000Z,20261205T080000Z,20261208T080000Z",
  ]);
});

test("THISANDFUTURE: an occurrence after it belongs to what goes on", () => {
  const items = read(
    calendarOf(
      eventOf("a", "DTSTART:20261123T090000Z", "RRULE:FREQ=DAILY", "EXDATE:20261201T090000Z"),
      eventOf("a", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261127T090000Z", "DTSTART:20261127T110000Z"),
      eventOf("a", "RECURRENCE-ID:20261129T090000Z", "DTSTART:20261129T200000Z", "SUMMARY:Late"),
    ),
  );
  expect(items["a/20261127T090000Z"]?.recurrence).toEqual(["RRULE:FREQ=DAILY", "EXDATE:20261201T110000Z"]);
  expect(items["a/20261127T090000Z/20261129T110000Z"]).toMatchObject({
    title: "Late",
    override: {
      seriesSourceId: "a/20261127T090000Z",
      originalStart: new Date("2026-11-29T11:00:00Z"),
    },
  });
});

test("THISANDFUTURE: all days", () => {
  const items = read(
    calendarOf(
      eventOf("a", "DTSTART;VALUE=DATE:20261123", "RRULE:FREQ=WEEKLY"),
      eventOf("a", "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261207", "DTSTART;VALUE=DATE:20261208"),
    ),
  );
  expect(items.a?.recurrence).toEqual(["RRULE:FREQ=WEEKLY;UNTIL=20261206"]);
  expect(items["a/20261207"]).toMatchObject({
    time: { start: "2026-12-08", end: "2026-12-09" },
    recurrence: ["RRULE:FREQ=WEEKLY"],
  });
});

test("THISANDFUTURE: what is left of a long COUNT", () => {
  const items = read(
    calendarOf(
      eventOf("a", "DTSTART:20200101T080000Z", "RRULE:FREQ=DAILY;COUNT=2000"),
      eventOf("a", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240209T080000Z", "DTSTART:20240209T090000Z"),
    ),
  );
  // The 1,501st.
  expect(items["a/20240209T080000Z"]?.recurrence).toEqual(["RRULE:FREQ=DAILY;COUNT=500"]);
});

test("a time that names no zone is one of the series' clock: its end, what is left out, and what is changed", () => {
  const items = read(
    calendarOf(
      eventOf(
        "a",
        "DTSTART;TZID=America/New_York:20261123T090000",
        "DTEND:20261123T100000",
        "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE:20261124T090000",
      ),
      eventOf("a", "RECURRENCE-ID:20261125T090000", "DTSTART;TZID=America/New_York:20261125T120000"),
    ),
  );
  expect(items.a).toMatchObject({
    time: { end: new Date("2026-11-23T15:00:00Z") },
    recurrence: ["RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20261124T140000Z"],
  });
  expect(items["a/20261125T140000Z"]?.override).toMatchObject({
    originalStart: new Date("2026-11-25T14:00:00Z"),
  });
});

test.each(["20261125", "20261125T000000Z", "20261124T230000Z", "20261125T225959Z", "20261125T235959Z"])(
  "UNTIL=%s of whole days is the same day",
  (until) => {
    const event = eventOf("a", "DTSTART;VALUE=DATE:20261123", `RRULE:FREQ=DAILY;UNTIL=${until}`);
    expect(read(calendarOf(event)).a?.recurrence).toEqual(["RRULE:FREQ=DAILY;UNTIL=20261125"]);
  },
);
