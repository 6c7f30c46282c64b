import { expect, test } from "bun:test";
import type { ItemTime } from "../../server/calendar/item.ts";
import type { Call } from "../support/google/call.ts";
import { at, failureOf, openGoogle, type OpenGoogle } from "./open-google.ts";

const timed = (hour: number, day = 23): ItemTime => ({
  allDay: false,
  start: new Date(at(hour, day).start.dateTime),
  end: new Date(at(hour, day).end.dateTime),
  timeZone: "Europe/Vienna",
});
const draft = { title: "Lunch", description: "", location: "", time: timed(12) };

async function openSignedIn(options: Parameters<typeof openGoogle>[0] = {}) {
  const porter = await openGoogle(options);
  await porter.signIn();
  await porter.sync();
  return porter;
}

function writer({ source }: OpenGoogle) {
  if (!source.write) throw new Error("Google can be written to.");
  return source.write;
}

/** The event or occurrence of this title. */
function target({ year, context }: OpenGoogle, title: string, start?: string) {
  const found = year().find(
    (event) => event.title === title && (start === undefined || event.start.startsWith(start)),
  );
  return context.calendars.target(found?.id ?? "");
}

const addDaily = ({ google }: OpenGoogle) =>
  google.addEvent({ summary: "Standup", ...at(9), recurrence: ["RRULE:FREQ=DAILY;COUNT=3"] });
const seen = (porter: OpenGoogle) =>
  porter.year().map(({ title, start }) => `${title} ${start.slice(8, 13)}`);

test("what is made is at Google and in Porter at once", async () => {
  await using porter = await openSignedIn();
  const id = await writer(porter).create(
    porter.calendar(),
    { ...draft, location: "Café Central" },
    porter.call,
  );
  expect(porter.google.calendar().get(id)).toMatchObject({ summary: "Lunch", location: "Café Central" });
  expect(porter.year()).toMatchObject([
    { title: "Lunch", start: "2026-11-23T12:00:00+01:00", timeZone: "Europe/Vienna" },
  ]);
  await porter.sync();
  expect(porter.titles()).toEqual(["Lunch"]);
});

const isInsert = ({ method, path }: Call) => method === "POST" && path.endsWith("/events");

test.each([
  ["breaks off", () => new Response("{")],
  ["is lost on its way", () => new Response("", { status: 502 })],
])("a creation whose answer %s is sent again, and is made once", async (_, lost) => {
  await using porter = await openSignedIn();
  porter.google.faults.plan(isInsert, (answer) => {
    answer();
    return lost();
  });
  const id = await writer(porter).create(porter.calendar(), draft, porter.call);
  expect(porter.google.count("POST", /\/events$/)).toBe(2);
  expect(porter.google.calendar().events()).toMatchObject([{ id, summary: "Lunch" }]);
  expect(porter.titles()).toEqual(["Lunch"]);
  await porter.sync();
  expect(porter.titles()).toEqual(["Lunch"]);
});

test("a creation that did not arrive is sent again; one that is never answered may be there, and says so", async () => {
  await using porter = await openSignedIn();
  porter.google.faults.error(isInsert, 503, "backendError");
  await writer(porter).create(porter.calendar(), draft, porter.call);
  expect(porter.titles()).toEqual(["Lunch"]);

  porter.google.faults.error(isInsert, 503, "backendError", 2);
  const failure = await failureOf(writer(porter).create(porter.calendar(), draft, porter.call));
  expect(failure).toMatchObject({
    remedy: "retry",
    message: expect.stringContaining("look before it is made again"),
  });
});

test("a creation that Google refuses is not sent again", async () => {
  await using porter = await openSignedIn();
  porter.google.faults.error(isInsert, 400, "invalid");
  expect(await failureOf(writer(porter).create(porter.calendar(), draft, porter.call))).toMatchObject({
    code: "INVALID",
  });
  porter.google.faults.tooMany(isInsert, 60);
  expect(await failureOf(writer(porter).create(porter.calendar(), draft, porter.call))).toMatchObject({
    afterMs: 60_000,
  });
  expect(porter.google.count("POST", /\/events$/)).toBe(2);
  expect(porter.titles()).toEqual([]);
});

test("a day, and back to a time", async () => {
  await using porter = await openSignedIn();
  const time: ItemTime = { allDay: true, start: "2026-11-23", end: "2026-11-24" };
  const id = await writer(porter).create(porter.calendar(), { ...draft, time }, porter.call);
  expect(porter.google.calendar().get(id)).toMatchObject({
    start: { date: "2026-11-23" },
    end: { date: "2026-11-24" },
  });
  await writer(porter).update(target(porter, "Lunch"), { time: timed(13) }, porter.call);
  expect(porter.google.calendar().get(id).start).toEqual({
    dateTime: "2026-11-23T12:00:00.000Z",
    timeZone: "Europe/Vienna",
  });
  await writer(porter).update(target(porter, "Lunch"), { time }, porter.call);
  expect(porter.google.calendar().get(id).start).toEqual({ date: "2026-11-23" });
  expect(porter.year()).toMatchObject([{ allDay: true, start: "2026-11-23" }]);
});

test("a change changes what it names, and nothing else", async () => {
  await using porter = await openSignedIn();
  const { id } = porter.google.addEvent({
    summary: "Lunch",
    description: "Bring the plans",
    attendees: [{ email: "ada@example.com" }],
    reminders: { useDefault: false },
    ...at(12),
  });
  await porter.sync();
  await writer(porter).update(target(porter, "Lunch"), { title: "Late lunch", description: "" }, porter.call);
  const changed = porter.google.calendar().get(id ?? "");
  expect(changed).toMatchObject({
    summary: "Late lunch",
    attendees: [{ email: "ada@example.com" }],
    ...at(12),
  });
  expect(changed.description).toBeUndefined();
  expect(porter.year()).toMatchObject([
    { title: "Late lunch", description: "", attendees: [{ name: null }] },
  ]);
});

test("no update is lost: a change of an old version is refused, and the new one is there to be seen", async () => {
  await using porter = await openSignedIn();
  const { id } = porter.google.addEvent({ summary: "Lunch", ...at(12) });
  await porter.sync();
  const old = target(porter, "Lunch");
  porter.google.calendar().patch(id ?? "", null, { summary: "Lunch with Ada" });
  expect(await failureOf(writer(porter).update(old, { title: "Mine" }, porter.call))).toMatchObject({
    code: "CONFLICT",
  });
  expect(porter.google.calendar().get(id ?? "").summary).toBe("Lunch with Ada");
  expect(porter.titles()).toEqual(["Lunch with Ada"]);
  // Also when the new version cannot be read at once.
  porter.google.faults.error(({ method }) => method === "GET", 500, "backendError");
  expect(await failureOf(writer(porter).remove(old, porter.call))).toMatchObject({ code: "CONFLICT" });
  await writer(porter).update(target(porter, "Lunch with Ada"), { title: "Mine" }, porter.call);
  expect(porter.titles()).toEqual(["Mine"]);
});

test("what has been deleted at Google cannot be changed, and is gone then; to delete it is no failure", async () => {
  await using porter = await openSignedIn();
  for (const summary of ["One", "Two"]) porter.google.addEvent({ summary, ...at(12) });
  await porter.sync();
  const [one, two] = ["One", "Two"].map((title) => target(porter, title));
  if (!one || !two) throw new Error("There are two.");
  for (const { item } of [one, two]) porter.google.calendar().remove(item.sourceId, null);
  // Google's versions are another one then; without them it is 410.
  const unversioned = (given: typeof one) => ({ ...given, item: { ...given.item, etag: null } });
  expect(
    await failureOf(writer(porter).update(unversioned(one), { title: "Mine" }, porter.call)),
  ).toMatchObject({
    code: "NOT_FOUND",
  });
  expect(porter.titles()).toEqual([]);
  await writer(porter).remove(unversioned(two), porter.call);
});

test("one occurrence is moved, another is left out, and the series goes on", async () => {
  await using porter = await openSignedIn();
  addDaily(porter);
  await porter.sync();
  await writer(porter).update(target(porter, "Standup", "2026-11-24"), { time: timed(11, 24) }, porter.call);
  expect(seen(porter)).toEqual(["Standup 23T09", "Standup 24T11", "Standup 25T09"]);
  await writer(porter).update(target(porter, "Standup", "2026-11-24"), { title: "Late" }, porter.call);
  expect(seen(porter)).toEqual(["Standup 23T09", "Late 24T11", "Standup 25T09"]);
  await writer(porter).remove(target(porter, "Standup", "2026-11-23"), porter.call);
  expect(seen(porter)).toEqual(["Late 24T11", "Standup 25T09"]);
  await writer(porter).remove(target(porter, "Late"), porter.call);
  expect(seen(porter)).toEqual(["Standup 25T09"]);
  await porter.sync();
  porter.google.calendar().forgetSyncTokens();
  await porter.sync();
  expect(seen(porter)).toEqual(["Standup 25T09"]);
});

test("an occurrence of days", async () => {
  await using porter = await openSignedIn();
  porter.google.addEvent({
    summary: "Fair",
    start: { date: "2026-11-23" },
    end: { date: "2026-11-24" },
    recurrence: ["RRULE:FREQ=DAILY;COUNT=2"],
  });
  await porter.sync();
  await writer(porter).update(target(porter, "Fair", "2026-11-24"), { title: "Last day" }, porter.call);
  expect(porter.titles()).toEqual(["Fair", "Last day"]);
});

test("an occurrence of the rest of a series that was cut in two", async () => {
  await using porter = await openSignedIn();
  porter.google.addEvent({
    id: "standup1_R20261123T080000",
    summary: "Standup",
    ...at(9),
    recurrence: ["RRULE:FREQ=DAILY;COUNT=2"],
  });
  await porter.sync();
  await writer(porter).update(target(porter, "Standup", "2026-11-24"), { title: "Late" }, porter.call);
  expect(porter.google.calendar().get("standup1_20261124T080000Z").summary).toBe("Late");
  expect(porter.titles()).toEqual(["Standup", "Late"]);
});

test("an occurrence of a series whose title Porter keeps without its blanks", async () => {
  await using porter = await openSignedIn();
  porter.google.addEvent({ summary: " Team  sync ", ...at(9), recurrence: ["RRULE:FREQ=DAILY;COUNT=2"] });
  await porter.sync();
  await writer(porter).update(
    target(porter, "Team sync", "2026-11-24"),
    { time: timed(11, 24) },
    porter.call,
  );
  expect(seen(porter)).toEqual(["Team sync 23T09", "Team sync 24T11"]);
});

test("an occurrence that was changed at Google meanwhile is not overwritten", async () => {
  await using porter = await openSignedIn();
  const { id } = addDaily(porter);
  await porter.sync();
  const [second, third] = ["2026-11-24", "2026-11-25"].map((day) => target(porter, "Standup", day));
  if (!second || !third) throw new Error("There are three.");
  porter.google.calendar().patch(`${id}_20261124T080000Z`, null, { summary: "Theirs" });
  porter.google.calendar().remove(`${id}_20261125T080000Z`, null);
  const conflict = { code: "CONFLICT" };
  expect(await failureOf(writer(porter).update(second, { title: "Mine" }, porter.call))).toMatchObject(
    conflict,
  );
  expect(porter.titles()).toEqual(["Standup", "Theirs"]);
  expect(await failureOf(writer(porter).update(third, { title: "Mine" }, porter.call))).toMatchObject(
    conflict,
  );
});

test("a series is changed, and goes with what was changed of it", async () => {
  await using porter = await openSignedIn();
  const { id } = addDaily(porter);
  porter.google.calendar().patch(`${id}_20261124T080000Z`, null, { summary: "Late" });
  await porter.sync();
  const series = () => porter.context.calendars.target(porter.year()[0]?.id.slice(0, 36) ?? "");
  await writer(porter).update(series(), { location: "Room 1" }, porter.call);
  expect(porter.google.calendar().get(id ?? "")).toMatchObject({
    location: "Room 1",
    recurrence: ["RRULE:FREQ=DAILY;COUNT=3"],
  });
  expect(porter.titles()).toEqual(["Standup", "Late", "Standup"]);
  await writer(porter).remove(series(), porter.call);
  expect(porter.titles()).toEqual([]);
  await porter.sync();
  expect(porter.read("SELECT source_id FROM calendar_items")).toEqual([]);
});

test("a series is moved with the days, the end and the exceptions that its rule names", async () => {
  await using porter = await openSignedIn();
  const { id } = porter.google.addEvent({
    summary: "Mondays",
    ...at(9),
    recurrence: [
      "RRULE:FREQ=WEEKLY;UNTIL=20261214T080000Z;BYDAY=MO",
      "EXDATE;TZID=Europe/Vienna:20261207T090000",
    ],
  });
  await porter.sync();
  const series = () => porter.context.calendars.target(porter.year()[0]?.id.slice(0, 36) ?? "");
  await writer(porter).update(series(), { time: timed(10, 24) }, porter.call);
  expect(porter.year().map(({ start }) => start)).toEqual([
    "2026-11-24T10:00:00+01:00",
    "2026-12-01T10:00:00+01:00",
    "2026-12-15T10:00:00+01:00",
  ]);
  const moved = porter.google.calendar().get(id ?? "").recurrence;
  await writer(porter).update(series(), { title: "Tuesdays" }, porter.call);
  expect(porter.google.calendar().get(id ?? "").recurrence).toEqual(moved);
});

test("a series whose rule names days of the month is not moved to another day", async () => {
  await using porter = await openSignedIn();
  porter.google.addEvent({
    summary: "Monthly",
    ...at(9),
    recurrence: ["RRULE:FREQ=MONTHLY;BYDAY=4MO;COUNT=2"],
  });
  await porter.sync();
  const series = porter.context.calendars.target(porter.year()[0]?.id.slice(0, 36) ?? "");
  const moved = writer(porter).update(series, { time: timed(9, 24) }, porter.call);
  expect(await failureOf(moved)).toMatchObject({ code: "INVALID" });
  expect(porter.google.count("PATCH", /./)).toBe(0);
  await writer(porter).update(series, { time: timed(10) }, porter.call);
  expect(seen(porter)).toEqual(["Monthly 23T10", "Monthly 28T10"]);
});

test("a series that was changed is changed, also when it cannot be read again at once", async () => {
  await using porter = await openSignedIn();
  addDaily(porter);
  await porter.sync();
  const series = porter.context.calendars.target(porter.year()[0]?.id.slice(0, 36) ?? "");
  porter.google.faults.error(({ method, path }) => method === "GET" && path.endsWith("/events"), 500, "oh");
  await writer(porter).update(series, { title: "Daily" }, porter.call);
  expect(porter.titles()).toEqual(["Daily", "Daily", "Daily"]);
});

test("what Google does not let be changed is the caller's affair", async () => {
  await using porter = await openSignedIn();
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  await porter.sync();
  porter.google.calendar().settings.accessRole = "reader";
  const change = writer(porter).update(target(porter, "Lunch"), { title: "Mine" }, porter.call);
  expect(await failureOf(change)).toMatchObject({ code: "INVALID" });
});

test("guests are told of what is changed", async () => {
  await using porter = await openSignedIn();
  porter.google.addEvent({ summary: "Lunch", attendees: [{ email: "ada@example.com" }], ...at(12) });
  await porter.sync();
  await writer(porter).update(target(porter, "Lunch"), { time: timed(13) }, porter.call);
  await writer(porter).remove(target(porter, "Lunch"), porter.call);
  const changes = porter.google.calls.filter(({ method }) => method === "PATCH" || method === "DELETE");
  expect(changes.map(({ query }) => query.get("sendUpdates"))).toEqual(["all", "all"]);
});

test("a reading that began before a change does not undo it", async () => {
  await using porter = await openSignedIn();
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  await porter.sync();
  porter.google.addEvent({ summary: "Tea", ...at(16) });
  porter.google.calendar().forgetSyncTokens();
  const held = porter.google.faults.holdAnswer(
    ({ method, path, query }) => method === "GET" && path.endsWith("/events") && !query.has("syncToken"),
  );
  const reading = porter.sync();
  await held.reached;
  const change = writer(porter).update(target(porter, "Lunch"), { title: "Late lunch" }, porter.call);
  // Long enough for a change that does not wait for its turn.
  for (let count = 0; count < 5; count += 1) await porter.source.health(porter.call);
  held.open();
  await Promise.all([reading, change]);
  expect(porter.titles()).toEqual(["Late lunch", "Tea"]);
});
