import { expect, test } from "bun:test";
import type { calendar_v3 } from "@googleapis/calendar";
import { infoOf, itemOf } from "../../server/integrations/calendar/google/from-google.ts";

const times = {
  start: { dateTime: "2026-11-23T09:00:00+01:00" },
  end: { dateTime: "2026-11-23T10:00:00+01:00" },
};
const read = (event: calendar_v3.Schema$Event) =>
  itemOf({ id: "abc12", ...times, ...event }, "Europe/Vienna");

test("the zone is the event's own, otherwise its calendar's; never none", () => {
  const zoneOf = (timeZone?: string) => {
    const item = read({ start: { ...times.start, ...(timeZone !== undefined && { timeZone }) } });
    return item?.time.allDay === false ? item.time.timeZone : undefined;
  };
  expect(zoneOf("Asia/Tokyo")).toBe("Asia/Tokyo");
  expect(zoneOf()).toBe("Europe/Vienna");
  expect(zoneOf("Mars/Olympus")).toBe("Europe/Vienna");
});

test("an occurrence that is left out comes with nothing but which one it is", () => {
  const cancelled = { id: "abc12_1", status: "cancelled", recurringEventId: "abc12" };
  const timed = itemOf({ ...cancelled, originalStartTime: times.start }, "Europe/Vienna");
  const originalStart = new Date(times.start.dateTime);
  expect(timed).toMatchObject({ status: "cancelled", override: { seriesSourceId: "abc12", originalStart } });
  const day = itemOf({ ...cancelled, originalStartTime: { date: "2026-11-23" } }, "Europe/Vienna");
  expect(day?.time).toEqual({ allDay: true, start: "2026-11-23", end: "2026-11-24" });
});

test("what does not keep its owner from other things is free", () => {
  const isFree = (event: calendar_v3.Schema$Event) => read(event)?.isFree;
  expect(isFree({})).toBe(false);
  expect(isFree({ transparency: "opaque" })).toBe(false);
  expect(isFree({ transparency: "transparent" })).toBe(true);
  expect(isFree({ eventType: "workingLocation" })).toBe(true);
  expect(isFree({ eventType: "birthday" })).toBe(true);
  expect(isFree({ eventType: "outOfOffice" })).toBe(false);
  const me = { email: "owner@example.com", self: true };
  expect(isFree({ attendees: [{ ...me, responseStatus: "declined" }] })).toBe(true);
  expect(isFree({ attendees: [me, { email: "ada@example.com", responseStatus: "declined" }] })).toBe(false);
});

test("guests, with their answers", () => {
  const attendees = [
    { email: "ada@example.com", displayName: "Ada", responseStatus: "accepted" },
    { email: "bob@example.com", responseStatus: "needsAction" },
    { email: "eve@example.com", responseStatus: "something new" },
    { displayName: "A room without an address" },
  ];
  expect(read({ attendees })?.attendees).toEqual([
    { email: "ada@example.com", name: "Ada", response: "accepted" },
    { email: "bob@example.com", name: null, response: "needs_action" },
    { email: "eve@example.com", name: null, response: "needs_action" },
  ]);
});

test("text that SQLite would change comes in all the same", () => {
  expect(read({ summary: "a\0b\ud800" })?.title).toBe("ab\ufffd");
  expect(read({})).toMatchObject({ title: "", description: "", location: "" });
});

test("only an https address is a link", () => {
  expect(read({ htmlLink: "https://www.google.com/calendar/event?eid=1" })?.htmlLink).not.toBeNull();
  expect(read({ htmlLink: "javascript:alert(1)" })?.htmlLink).toBeNull();
  expect(read({ htmlLink: "not an address" })?.htmlLink).toBeNull();
});

test.each([
  ["no end", { end: {} }, 0],
  ["an end before its start", { end: { dateTime: "2026-11-23T08:00:00+01:00" } }, 0],
  ["an end in another zone", { end: { dateTime: "2026-11-23T04:00:00-05:00" } }, 3_600_000],
])("%s", (_, event, length) => {
  const time = read(event)?.time;
  expect(time?.allDay === false && time.end.getTime() - time.start.getTime()).toBe(length);
});

test("a day without a good end is one day", () => {
  for (const end of [{}, { date: "2026-02-28" }, { date: "2026-01-01" }])
    expect(read({ start: { date: "2026-02-28" }, end })?.time).toMatchObject({ end: "2026-03-01" });
});

test("a calendar has the name that its owner gave it, and a colour that is one", () => {
  const entry = { id: "team@example.com", summary: "Team", accessRole: "writer", backgroundColor: "#9FE1E7" };
  expect(infoOf(entry)).toMatchObject({ name: "Team", color: "#9FE1E7", isWritable: true });
  expect(infoOf({ ...entry, summaryOverride: "Ours", accessRole: "freeBusyReader" })).toMatchObject({
    name: "Ours",
    isWritable: false,
  });
  expect(infoOf({ id: "x@example.com", backgroundColor: "url(//evil)" })).toMatchObject({
    name: "x@example.com",
    color: null,
  });
});
