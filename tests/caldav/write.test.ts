import { afterAll, beforeAll, expect, test } from "bun:test";
import type { CalendarEvent } from "../../shared/calendar.ts";
import { calendarText, openCalDavClient } from "../support/caldav-client.ts";
import { startRadicale, type Radicale } from "../support/radicale.ts";
import { at, draft, failureOf, openHome, TIME_ZONE } from "./home.ts";

let radicale: Radicale;
let other: Awaited<ReturnType<typeof openCalDavClient>>;
let count = 0;
beforeAll(async () => {
  radicale = await startRadicale();
  other = await openCalDavClient(radicale.url);
});
afterAll(() => radicale[Symbol.asyncDispose]());

/** A calendar of its own, at Porter and at the other program, with these objects. */
async function open(objects: Record<string, string> = {}) {
  const url = await other.makeCalendar(`Written${(count += 1)}`);
  for (const [name, text] of Object.entries(objects)) await other.put(url, name, text);
  const home = openHome({ url });
  await home.sync();
  const [calendar] = home.calendars.list();
  if (!calendar) throw new Error("The calendar was not found.");
  return {
    ...home,
    url,
    calendarId: calendar.id,
    find(title: string): CalendarEvent {
      const event = home.events().find((one) => one.title === title);
      if (!event) throw new Error(`There is no "${title}".`);
      return event;
    },
    /** What the other program finds in the only object, unfolded. */
    async text(): Promise<string> {
      const [text = ""] = [...(await other.objects(url)).values()];
      return text.replaceAll(/\r?\n[ \t]/g, "");
    },
    /** What a Porter finds that knows nothing of this calendar. */
    async afresh(): Promise<string[]> {
      using anew = openHome({ url });
      await anew.sync();
      return anew.titles();
    },
  };
}

const MONDAYS = [
  "UID:mondays",
  "DTSTART;TZID=Europe/Vienna:20261123T090000",
  "DTEND;TZID=Europe/Vienna:20261123T100000",
  "RRULE:FREQ=WEEKLY;COUNT=4",
  "SUMMARY:Mondays",
  "X-OTHER-PROGRAM:keep me",
  "BEGIN:VALARM",
  "ACTION:DISPLAY",
  "DESCRIPTION:Soon",
  "TRIGGER:-PT15M",
  "END:VALARM",
];
const MONDAYS_CHANGED = [
  "UID:mondays",
  "RECURRENCE-ID;TZID=Europe/Vienna:20261130T090000",
  "DTSTART;TZID=Europe/Vienna:20261130T110000",
  "DTEND;TZID=Europe/Vienna:20261130T120000",
  "SUMMARY:This Monday",
];

test("a new event is seen at once, and by another program with its time zone", async () => {
  using home = await open();
  const id = await home.write.create(home.calendarId, {
    ...draft("Lunch; with Zoë, at noon", "2026-11-24T12:00"),
    description: "One\nTwo \\ three",
    location: "Café",
  });
  expect(home.calendars.eventOf(home.calendarId, id)).toMatchObject({
    title: "Lunch; with Zoë, at noon",
    description: "One\nTwo \\ three",
    location: "Café",
    start: "2026-11-24T12:00:00+01:00",
    timeZone: TIME_ZONE,
  });
  const text = await home.text();
  expect(text).toContain("DTSTART;TZID=Europe/Vienna:20261124T120000");
  expect(text).toContain("TZID:Europe/Vienna");
});

test("a text with line ends of any kind stays one text, and adds nothing to its event", async () => {
  using home = await open();
  const id = await home.write.create(home.calendarId, {
    ...draft("Lunch\rUID:other", "2026-11-24T12:00"),
    description: "One\r\nTwo\rATTENDEE:mailto:eve@example.net\u000b\u0085 end",
  });
  expect(home.calendars.eventOf(home.calendarId, id)).toMatchObject({
    title: "Lunch UID:other",
    description: "One\nTwo\nATTENDEE:mailto:eve@example.net end",
    attendees: [],
  });
});

test("a new event of whole days, a floating one and one in UTC keep their kind", async () => {
  using home = await open();
  const times = {
    days: { allDay: true as const, start: "2026-12-24", end: "2026-12-27" },
    floating: { ...draft("", "2026-11-24T12:00").time, timeZone: null },
    utc: { ...draft("", "2026-11-25T12:00").time, timeZone: "UTC" },
  };
  for (const [title, time] of Object.entries(times))
    await home.write.create(home.calendarId, { ...draft(title, "2026-11-24T12:00"), time });
  expect(home.find("days")).toMatchObject({ allDay: true, start: "2026-12-24", end: "2026-12-27" });
  expect(home.find("floating")).toMatchObject({ start: "2026-11-24T12:00:00+01:00", timeZone: null });
  expect(home.find("utc")).toMatchObject({ start: "2026-11-25T12:00:00+01:00", timeZone: "UTC" });
});

test("an event in the second of two equal hours stays there", async () => {
  using home = await open();
  const [start, end] = [new Date("2026-10-25T00:30:00Z"), new Date("2026-10-25T01:30:00Z")];
  const id = await home.write.create(home.calendarId, {
    ...draft("Night", "2026-10-25T12:00"),
    time: { allDay: false, start, end, timeZone: TIME_ZONE },
  });
  const found = () => home.calendars.eventOf(home.calendarId, id);
  expect(found()).toMatchObject({ start: "2026-10-25T02:30:00+02:00", end: "2026-10-25T02:30:00+01:00" });
  const later = { start: end, end: new Date("2026-10-25T02:30:00Z") };
  await home.write.update(found().id, { time: { allDay: false, ...later, timeZone: TIME_ZONE } });
  expect(found()).toMatchObject({ start: "2026-10-25T02:30:00+01:00", end: "2026-10-25T03:30:00+01:00" });
});

test("an occurrence of the night on which the clock is set stays as long as it was", async () => {
  using home = await open({
    "nights.ics": calendarText([
      "UID:nights",
      "DTSTART;TZID=Europe/Vienna:20261023T230000",
      "DTEND;TZID=Europe/Vienna:20261024T070000",
      "RRULE:FREQ=DAILY;COUNT=3",
      "SUMMARY:Night",
    ]),
  });
  const second = () => home.events("2026-10-20")[1];
  const { id, start, end } = second() ?? { id: "" };
  await home.write.update(id, { title: "A longer night" });
  expect(second()).toMatchObject({ title: "A longer night", start, end });
});

test("a changed event keeps what Porter does not know", async () => {
  using home = await open({
    "a.ics": calendarText([
      "UID:a",
      "SEQUENCE:3",
      "DTSTART;TZID=Europe/Vienna:20261123T090000",
      "DURATION:PT1H",
      "SUMMARY:Before",
      "DESCRIPTION:As it was",
      "CATEGORIES:ONE,TWO",
      "ATTACH:https://example.net/a.pdf",
      "X-OTHER-PROGRAM;X-HOW=so:keep me",
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      "DESCRIPTION:Soon",
      "TRIGGER:-PT15M",
      "END:VALARM",
    ]),
  });
  await home.write.update(home.find("Before").id, {
    title: "After",
    time: draft("", "2026-11-23T15:00").time,
  });
  expect(home.find("After")).toMatchObject({ start: "2026-11-23T15:00:00+01:00", description: "As it was" });
  const text = await home.text();
  for (const kept of [
    "CATEGORIES:ONE,TWO",
    "ATTACH:https://example.net/a.pdf",
    "X-OTHER-PROGRAM;X-HOW=so:keep me",
    "TRIGGER:-PT15M",
  ])
    expect(text).toContain(kept);
  expect(text).toContain("SEQUENCE:4");
  expect(text).toMatch(/LAST-MODIFIED:\d{8}T\d{6}Z/);
  expect(text).not.toContain("DURATION:");
});

test("an event that is deleted is gone at the server", async () => {
  using home = await open({ "mondays.ics": calendarText(MONDAYS, MONDAYS_CHANGED) });
  const { id } = home.find("Mondays");
  await home.write.remove(id.split("@")[0] ?? "");
  expect(home.titles()).toEqual([]);
  expect(await other.objects(home.url)).toEqual(new Map());
});

test("one occurrence is changed alone, and again, with what the series has", async () => {
  using home = await open({ "mondays.ics": calendarText(MONDAYS) });
  const second = home.events()[1]?.id ?? "";
  await home.write.update(second, { time: draft("", "2026-12-01T16:00").time });
  await home.write.update(home.events()[1]?.id ?? "", { title: "Tuesday" });
  const expected = [
    "2026-11-23T09:00:00+01:00 Mondays",
    "2026-12-01T16:00:00+01:00 Tuesday",
    "2026-12-07T09:00:00+01:00 Mondays",
    "2026-12-14T09:00:00+01:00 Mondays",
  ];
  expect(home.titles()).toEqual(expected);
  expect(await home.afresh()).toEqual(expected);
  const text = await home.text();
  expect(text).toContain("RECURRENCE-ID;TZID=Europe/Vienna:20261130T090000");
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  expect(text.match(/X-OTHER-PROGRAM:keep me/g)).toHaveLength(2);
  expect(text.match(/BEGIN:VALARM/g)).toHaveLength(2);
});

test("an occurrence can be moved to the time at which its series begins", async () => {
  using home = await open({ "mondays.ics": calendarText(MONDAYS) });
  await home.write.update(home.events()[1]?.id ?? "", { time: draft("", "2026-11-23T09:00").time });
  expect(home.titles().slice(0, 2)).toEqual([
    "2026-11-23T09:00:00+01:00 Mondays",
    "2026-11-23T09:00:00+01:00 Mondays",
  ]);
});

test("one occurrence is deleted alone, as it is or changed before", async () => {
  using home = await open({ "mondays.ics": calendarText(MONDAYS, MONDAYS_CHANGED) });
  await home.write.remove(home.find("This Monday").id);
  await home.write.remove(home.events().find(({ start }) => start.startsWith("2026-12-07"))?.id ?? "");
  const expected = ["2026-11-23T09:00:00+01:00 Mondays", "2026-12-14T09:00:00+01:00 Mondays"];
  expect(home.titles()).toEqual(expected);
  expect(await home.afresh()).toEqual(expected);
});

test("occurrences of an all-day series are changed and deleted by their days", async () => {
  using home = await open({
    "days.ics": calendarText([
      "UID:days",
      "DTSTART;VALUE=DATE:20261123",
      "RRULE:FREQ=DAILY;COUNT=4",
      "SUMMARY:Day",
    ]),
  });
  await home.write.update(home.events()[1]?.id ?? "", {
    title: "Two days",
    time: { allDay: true, start: "2026-11-24", end: "2026-11-26" },
  });
  await home.write.remove(home.events().at(-1)?.id ?? "");
  expect(home.titles()).toEqual(["2026-11-23 Day", "2026-11-24 Two days", "2026-11-25 Day"]);
  expect(await home.afresh()).toEqual(home.titles());
});

test("what is left out of a series and changed in it goes along when the series is moved", async () => {
  using home = await open({
    "mondays.ics": calendarText(
      [
        ...MONDAYS.slice(0, 3),
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261214T080000Z",
        "SUMMARY:Mondays",
        "EXDATE;TZID=Europe/Vienna:20261207T090000",
      ],
      MONDAYS_CHANGED,
    ),
  });
  const id = home.find("Mondays").id.split("@")[0] ?? "";
  await home.write.update(id, { time: draft("", "2026-11-24T10:00").time });
  const expected = [
    "2026-11-24T10:00:00+01:00 Mondays",
    "2026-11-30T11:00:00+01:00 This Monday",
    "2026-12-15T10:00:00+01:00 Mondays",
  ];
  expect(home.titles()).toEqual(expected);
  expect(await home.afresh()).toEqual(expected);
});

test("a series of every other week is moved over the end of the week", async () => {
  using home = await open({
    "weeks.ics": calendarText([
      "UID:weeks",
      "DTSTART;TZID=Europe/Vienna:20261102T090000",
      "DTEND;TZID=Europe/Vienna:20261102T100000",
      "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=4",
      "SUMMARY:Weeks",
    ]),
  });
  const days = () => home.titles().map((one) => one.slice(5, 10));
  expect(days()).toEqual(["11-02", "11-04", "11-16", "11-18"]);
  const id = home.find("Weeks").id.split("@")[0] ?? "";
  await home.write.update(id, { time: draft("", "2026-11-07T09:00").time });
  expect(days()).toEqual(["11-07", "11-09", "11-21", "11-23"]);
  await home.write.update(id, { time: draft("", "2026-11-02T09:00").time });
  expect(days()).toEqual(["11-02", "11-04", "11-16", "11-18"]);
});

test("a series that is moved to another zone keeps to that zone's clock", async () => {
  using home = await open({
    "mondays.ics": calendarText([...MONDAYS, "EXDATE;TZID=Europe/Vienna:20261130T090000"]),
  });
  const id = home.find("Mondays").id.split("@")[0] ?? "";
  const start = at("2026-11-23T09:00", "America/New_York");
  const end = at("2026-11-23T10:00", "America/New_York");
  await home.write.update(id, { time: { allDay: false, start, end, timeZone: "America/New_York" } });
  expect(home.titles()).toEqual([
    "2026-11-23T15:00:00+01:00 Mondays",
    "2026-12-07T15:00:00+01:00 Mondays",
    "2026-12-14T15:00:00+01:00 Mondays",
  ]);
  expect(await home.text()).toContain("TZID:America/New_York");
});

test("a series whose rule names days of the month is not moved to another day", async () => {
  using home = await open({
    "monthly.ics": calendarText([
      ...MONDAYS.slice(0, 3),
      "RRULE:FREQ=MONTHLY;BYDAY=4MO;COUNT=3",
      "SUMMARY:Monthly",
    ]),
  });
  const before = await home.text();
  const id = home.find("Monthly").id.split("@")[0] ?? "";
  const moved = home.write.update(id, { time: draft("", "2026-11-24T09:00").time });
  expect(await failureOf(moved)).toMatchObject({ code: "INVALID" });
  expect(await home.text()).toBe(before);
});

test("a change that is based on an old version is not made, and the new one is there", async () => {
  using home = await open({ "mondays.ics": calendarText(MONDAYS) });
  const { id } = home.find("Mondays");
  await other.put(home.url, "mondays.ics", calendarText(MONDAYS.with(4, "SUMMARY:Changed elsewhere")));
  expect(await failureOf(home.write.update(id, { title: "Mine" }))).toMatchObject({ code: "CONFLICT" });
  expect(home.events()[0]).toMatchObject({ id, title: "Changed elsewhere" });
  await home.write.update(id, { title: "Mine, now" });
  expect(await home.text()).toContain("SUMMARY:Changed elsewhere");
  expect(await home.text()).toContain("SUMMARY:Mine\\, now");

  await other.remove(home.url, "mondays.ics");
  expect(await failureOf(home.write.remove(id.split("@")[0] ?? ""))).toMatchObject({ code: "CONFLICT" });
  expect(home.titles()).toEqual([]);
});
