import { expect, test } from "bun:test";
import { itemsOf, itemsOfLong } from "../../server/integrations/calendar/ics/parse.ts";
import { calendarOf, eventOf, read, readFixture } from "./fixture.ts";

test("what Outlook writes: Windows zones, folded lines, answers, a moved occurrence", () => {
  const items = read(readFixture("outlook"));
  const uid = "040000008200E00074C5B7101A82E00800000000A0";
  expect(items[uid]).toEqual({
    sourceId: uid,
    etag: null,
    title: "Planning",
    description:
      "Bring the plans, please.\n\nSecond paragraph with a very long line that goes on here; with a backslash \\ in it.",
    location: "Room 1",
    time: {
      allDay: false,
      start: new Date("2026-11-23T08:00:00Z"),
      end: new Date("2026-11-23T09:00:00Z"),
      timeZone: "Europe/Berlin",
    },
    status: "confirmed",
    isFree: false,
    attendees: [
      { email: "bob@example.net", name: "Berg; Bob", response: "accepted" },
      { email: "eve@example.net", name: null, response: "needs_action" },
      { email: "kim@example.net", name: null, response: "declined" },
    ],
    htmlLink: null,
    recurrence: [
      "RRULE:FREQ=WEEKLY;UNTIL=20261231T080000Z;INTERVAL=1;BYDAY=MO;WKST=MO",
      "EXDATE:20261130T080000Z",
    ],
    override: null,
  });
  expect(items[`${uid}/20261207T080000Z`]).toMatchObject({
    title: "Planning, moved",
    time: { start: new Date("2026-12-08T13:00:00Z") },
    override: { seriesSourceId: uid, originalStart: new Date("2026-12-07T08:00:00Z") },
    recurrence: [],
  });
});

test("a zone of its own is the IANA zone that has the same clock, Porter's before others", () => {
  const items = read(readFixture("outlook"));
  expect(items["custom-zone"]).toMatchObject({
    time: { start: new Date("2026-07-01T07:00:00Z"), timeZone: "Europe/Vienna" },
    isFree: true,
  });
});

test("a zone that nobody knows is Porter's own", () => {
  expect(read(readFixture("outlook"))["bare-zone"]?.time).toMatchObject({
    start: new Date("2026-11-23T08:00:00Z"),
    timeZone: "Europe/Vienna",
  });
});

test("a zone that is nowhere on Earth keeps its moments", () => {
  const zone = `BEGIN:VTIMEZONE
TZID:Mars
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0117
TZOFFSETTO:+0117
END:STANDARD
END:VTIMEZONE`;
  const items = read(calendarOf(zone, eventOf("a", "DTSTART;TZID=Mars:20261123T091700")));
  expect(items.a?.time).toMatchObject({ start: new Date("2026-11-23T08:00:00Z"), timeZone: "UTC" });
});

test("a VTIMEZONE that changes its clock every second is not counted out", () => {
  const zone = `BEGIN:VTIMEZONE
TZID:Evil
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
RRULE:FREQ=SECONDLY
END:STANDARD
END:VTIMEZONE`;
  const items = read(calendarOf(zone, eventOf("a", "DTSTART;TZID=Evil:20261123T090000")));
  expect(items.a?.time).toMatchObject({ timeZone: "Europe/Vienna" });
});

test("floating times take place where Porter is; an UNTIL that is a day takes the whole day in", () => {
  expect(read(readFixture("apple")).floating).toMatchObject({
    time: {
      start: new Date("2026-11-23T06:00:00Z"),
      end: new Date("2026-11-23T06:45:00Z"),
      timeZone: null,
    },
    recurrence: ["RRULE:FREQ=DAILY;UNTIL=20261129T225959Z", "EXDATE:20261125T060000Z"],
  });
});

test("days: with and without VALUE=DATE, the end exclusive, one day without an end", () => {
  const items = read(readFixture("apple"));
  expect(items["all-day"]).toMatchObject({
    time: { allDay: true, start: "2026-12-24", end: "2026-12-27" },
    isFree: true,
    htmlLink: "https://example.net/christmas?a=1;b=2",
  });
  expect(items["one-day"]).toMatchObject({
    time: { allDay: true, start: "2026-12-05", end: "2026-12-06" },
    recurrence: ["RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20271205"],
  });
  expect(items.birthday).toBeUndefined();
});

test("ends: a DURATION of days goes by the calendar, one before its start and none at all have no length", () => {
  const items = read(readFixture("apple"));
  expect(items.spring?.time).toMatchObject({
    start: new Date("2026-03-28T11:00:00Z"),
    end: new Date("2026-03-29T10:00:00Z"),
  });
  const none = new Date("2026-07-01T07:00:00Z");
  expect(items.prefixed?.time).toEqual({ allDay: false, start: none, end: none, timeZone: "Europe/Vienna" });
  const skipped = new Date("2026-03-29T01:30:00Z");
  expect(items.gap).toMatchObject({
    time: { start: skipped, end: skipped },
    status: "tentative",
    htmlLink: null,
  });
});

test("whatever is broken costs itself alone", () => {
  const items = read(readFixture("damaged"));
  expect(Object.keys(items)).toEqual(["bad-lines", "bad-until", "last"]);
  expect(items["bad-lines"]).toMatchObject({
    title: "Bad lines",
    description: "A line of text",
    attendees: [],
    recurrence: [],
  });
  expect(items["bad-until"]?.recurrence).toEqual([]);
});

test("lines may end in CR, in LF or in both", () => {
  const text = calendarOf(eventOf("a", "DTSTART:20261123T080000Z", "SUMMARY:One", " two"));
  for (const end of ["\r\n", "\n", "\r"])
    expect(itemsOf(text.replaceAll("\r\n", end), { timeZone: "UTC" })).toMatchObject([{ title: "Onetwo" }]);
});

test("what is no calendar has no items", () => {
  for (const text of ["", "<!doctype html><p>Sign in", "\0\0\0", "BEGIN:VCALENDAR"])
    expect(itemsOf(text, { timeZone: "UTC" })).toEqual([]);
});

test("texts have nothing that the database would change, and an end", () => {
  const text = calendarOf(
    eventOf("a", "DTSTART:20261123T080000Z", "SUMMARY:a\0b", `DESCRIPTION:${"x".repeat(20_000)}`),
  );
  expect(read(text).a).toMatchObject({ title: "ab" });
  expect(read(text).a?.description).toHaveLength(8_000);
});

test("a long text is read in turns, and can be given up", async () => {
  const events = Array.from({ length: 3_000 }, (_, index) =>
    eventOf(`e${index}`, "DTSTART:20261123T080000Z", `SUMMARY:${index}`),
  );
  const text = calendarOf(...events);
  const controller = new AbortController();
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  expect(await itemsOfLong(text, { timeZone: "UTC", signal: controller.signal })).toHaveLength(3_000);
  isDone = true;
  expect(turns).toBeGreaterThan(1);

  controller.abort(new Error("It was stopped."));
  const given = itemsOfLong(text, { timeZone: "UTC", signal: controller.signal });
  expect(await given.catch(String)).toContain("It was stopped.");
});

test("what says nothing of its time takes it, unless it is of whole days", () => {
  const isFree = (...lines: string[]) =>
    Object.values(read(calendarOf(eventOf("one", "SUMMARY:One", ...lines))))[0]?.isFree;
  const [hour, day] = ["DTSTART:20261124T080000Z", "DTSTART;VALUE=DATE:20261124"];
  expect([isFree(hour), isFree(hour, "TRANSP:TRANSPARENT"), isFree(hour, "TRANSP:OPAQUE")]).toEqual([
    false,
    true,
    false,
  ]);
  expect([isFree(day), isFree(day, "TRANSP:OPAQUE"), isFree(day, "TRANSP:TRANSPARENT")]).toEqual([
    true,
    false,
    true,
  ]);
  expect(isFree(day, "X-MICROSOFT-CDO-BUSYSTATUS:OOF")).toBe(false);
});
