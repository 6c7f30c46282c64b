import { expect, test } from "bun:test";
import type { Call } from "../support/google/call.ts";
import { at, failureOf, openGoogle, type OpenGoogle } from "./open-google.ts";

const isList = ({ method, path }: Call) => method === "GET" && path.endsWith("/events");
const lists = ({ google }: OpenGoogle) => google.calls.filter(isList).map(({ query }) => query);

async function openSignedIn(options: Parameters<typeof openGoogle>[0] = {}) {
  const porter = await openGoogle(options);
  await porter.signIn();
  return porter;
}

const daily = (title: string) => ({ summary: title, ...at(9), recurrence: ["RRULE:FREQ=DAILY;COUNT=3"] });

test("it is read whole once, then from its sync token on", async () => {
  await using porter = await openSignedIn();
  const lunch = porter.google.addEvent({ summary: "Lunch", location: "Café Central", ...at(12) });
  await porter.sync();
  expect(porter.year()).toMatchObject([
    {
      title: "Lunch",
      location: "Café Central",
      start: "2026-11-23T12:00:00+01:00",
      timeZone: "Europe/Vienna",
    },
  ]);
  expect(porter.calendar()).toMatchObject({
    source: "google",
    sourceId: "owner@example.com",
    name: "Owner",
    color: "#9fe1e7",
    isWritable: true,
  });

  porter.google.addEvent({ summary: "Tea", ...at(16) });
  porter.google.calendar().patch(lunch.id ?? "", null, at(13));
  await porter.sync();
  expect(porter.year().map(({ title, start }) => [title, start])).toEqual([
    ["Lunch", "2026-11-23T13:00:00+01:00"],
    ["Tea", "2026-11-23T16:00:00+01:00"],
  ]);
  porter.google.calendar().remove(lunch.id ?? "", null);
  await porter.sync();
  expect(porter.titles()).toEqual(["Tea"]);
  expect(lists(porter).map((query) => query.get("syncToken"))).toEqual([null, "sync1", "sync3"]);
});

test("a crash on page 2 costs nothing: nothing of page 1 is kept, and the next reading has all", async () => {
  await using porter = await openSignedIn();
  for (let number = 0; number < 501; number += 1)
    porter.google.addEvent({ summary: `Event ${number}`, ...at(12) });
  porter.google.faults.plan(
    (call) => isList(call) && call.query.has("pageToken"),
    () => new Response("{", { status: 200 }),
  );
  expect(await failureOf(porter.sync())).toMatchObject({ remedy: "retry" });
  expect(porter.titles()).toEqual([]);
  expect(porter.calendar().cursor).toBeNull();
  await porter.sync();
  expect(porter.titles().length).toBe(501);
  expect(porter.calendar().cursor).toBe("sync501");
});

test("what is changed between two pages is there in the end, once", async () => {
  await using porter = await openSignedIn();
  const ids = Array.from({ length: 501 }, (_, number) => {
    const { id } = porter.google.addEvent({ summary: `Event ${number}`, ...at(12) });
    return id ?? "";
  });
  const second = porter.google.faults.hold((call) => isList(call) && call.query.has("pageToken"));
  const reading = porter.sync();
  await second.reached;
  porter.google.calendar().patch(ids[0] ?? "", null, { summary: "Changed on page 1" });
  porter.google.calendar().patch(ids[500] ?? "", null, { summary: "Changed on page 2" });
  second.open();
  await reading;
  await porter.sync();
  const titles = porter.titles();
  expect(titles.length).toBe(501);
  expect(titles).toContain("Changed on page 1");
  expect(titles).toContain("Changed on page 2");
});

test("a sync token that Google has forgotten: all is read anew, without doubles, and each keeps its id", async () => {
  await using porter = await openSignedIn();
  const gone = porter.google.addEvent({ summary: "Gone", ...at(8) });
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  await porter.sync();
  const [, before] = porter.year();
  porter.google.calendar().remove(gone.id ?? "", null);
  porter.google.calendar().forgetSyncTokens();
  await porter.sync();
  expect(porter.year()).toEqual(before ? [before] : []);
  expect(lists(porter).map((query) => query.get("syncToken"))).toEqual([null, "sync2", null]);
  await porter.sync();
  expect(lists(porter).at(-1)?.get("syncToken")).toBe("sync4");
});

test("a series, with an occurrence that was moved and one that was left out", async () => {
  await using porter = await openSignedIn();
  const series = porter.google.addEvent(daily("Standup"));
  const calendar = porter.google.calendar();
  calendar.patch(`${series.id}_20261124T080000Z`, null, { summary: "Standup, late", ...at(11, 24) });
  calendar.remove(`${series.id}_20261125T080000Z`, null);
  const expected = [
    ["Standup", "2026-11-23T09:00:00+01:00"],
    ["Standup, late", "2026-11-24T11:00:00+01:00"],
  ];
  const seen = () => porter.year().map(({ title, start }) => [title, start]);
  await porter.sync();
  expect(seen()).toEqual(expected);
  calendar.forgetSyncTokens();
  await porter.sync();
  expect(seen()).toEqual(expected);

  calendar.remove(series.id ?? "", null);
  await porter.sync();
  expect(porter.titles()).toEqual([]);
  expect(porter.read("SELECT source_id FROM calendar_items")).toEqual([]);
});

test("days stay days, with an exclusive end", async () => {
  await using porter = await openSignedIn();
  porter.google.addEvent({ summary: "Fair", start: { date: "2026-11-23" }, end: { date: "2026-11-26" } });
  await porter.sync();
  expect(porter.year()).toMatchObject([
    { allDay: true, start: "2026-11-23", end: "2026-11-26", timeZone: null },
  ]);
});

test("an event that nobody can use keeps no other away", async () => {
  await using porter = await openSignedIn();
  porter.google.calendar().put({ id: "without", summary: "No time at all" });
  porter.google.calendar().put({ id: "broken", summary: "No time", start: { dateTime: "soon" }, end: {} });
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  await porter.sync();
  expect(porter.titles()).toEqual(["Lunch"]);
});

test("several calendars; one that the account has not keeps no other from being read, and is named", async () => {
  const calendarId = ["primary", "owner@example.com", "nowhere@example.com", "team@example.com"];
  await using porter = await openSignedIn({ calendarId });
  porter.google.addCalendar({ id: "team@example.com", name: "Team", accessRole: "reader" });
  porter.google.addEvent({ summary: "Mine", ...at(10) });
  porter.google.calendar("team@example.com").put({ id: "ours", summary: "Ours", ...at(11) });
  expect(await failureOf(porter.sync())).toMatchObject({
    remedy: "config",
    message: expect.stringContaining("nowhere@example.com"),
  });
  expect(porter.titles()).toEqual(["Mine", "Ours"]);
  expect(porter.calendar("team@example.com").isWritable).toBe(false);
  expect(porter.context.calendars.list().length).toBe(2);
});

test("`all` are the ticked ones; one that is unticked goes with its events", async () => {
  await using porter = await openSignedIn({ calendarId: "all" });
  const team = porter.google.addCalendar({ id: "team@example.com", name: "Team" });
  porter.google.addCalendar({ id: "hidden@example.com", isSelected: false });
  porter.google.addEvent({ summary: "Ours", ...at(11) }, "team@example.com");
  await porter.sync();
  expect(porter.context.calendars.list().map(({ name }) => name)).toEqual(["Owner", "Team"]);
  team.settings.isSelected = false;
  await porter.sync();
  expect(porter.context.calendars.list().map(({ name }) => name)).toEqual(["Owner"]);
  expect(porter.titles()).toEqual([]);
});

test("one calendar that cannot be read keeps no other from being read", async () => {
  await using porter = await openSignedIn({ calendarId: ["primary", "team@example.com"] });
  porter.google.addCalendar({ id: "team@example.com" });
  porter.google.addEvent({ summary: "Ours", ...at(11) }, "team@example.com");
  porter.google.faults.error((call) => isList(call) && call.path.includes("owner"), 500, "backendError");
  expect(await failureOf(porter.sync())).toMatchObject({ remedy: "retry" });
  expect(porter.titles()).toEqual(["Ours"]);
});

test("a pause that Google asks for is told on, in ms", async () => {
  await using porter = await openSignedIn();
  porter.google.faults.tooMany(isList, 120);
  expect(await failureOf(porter.sync())).toMatchObject({ remedy: "retry", afterMs: 120_000 });
});

test.each(["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"] as const)(
  "403 with %s is no refusal, only too much",
  async (reason) => {
    await using porter = await openSignedIn();
    porter.google.faults.quota(isList, reason);
    expect(await failureOf(porter.sync())).toMatchObject({ remedy: "retry" });
    await porter.sync();
  },
);

test.each([
  ["accessNotConfigured", "config"],
  ["insufficientPermissions", "auth"],
  ["forbidden", "config"],
])("403 with %s needs %s", async (reason, remedy) => {
  await using porter = await openSignedIn();
  porter.google.faults.error(isList, 403, reason);
  expect(await failureOf(porter.sync())).toMatchObject({ remedy });
});

test.each([200, 302, 403, 502])("a page of HTML with status %d is no answer of Google's", async (status) => {
  await using porter = await openSignedIn();
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  await porter.sync();
  porter.google.faults.html(isList, status);
  expect(await failureOf(porter.sync())).toMatchObject({ remedy: "retry" });
  expect(porter.titles()).toEqual(["Lunch"]);
});

test.each(["[]", "null", '"text"', "{}", '{"items": []}', '{"items": [], "nextPageToken": "x"}'])(
  "%s is no list of events",
  async (body) => {
    await using porter = await openSignedIn();
    for (const _ of [1, 2]) porter.google.faults.plan(isList, () => new Response(body));
    expect(await failureOf(porter.sync())).toMatchObject({ remedy: "retry" });
    expect(porter.calendar().cursor).toBeNull();
  },
);

test("a compressed answer is read", async () => {
  await using porter = await openSignedIn();
  const body = Bun.gzipSync(
    JSON.stringify({ items: [{ id: "lunch", summary: "Lunch", ...at(12) }], nextSyncToken: "sync1" }),
  );
  porter.google.faults.plan(
    isList,
    () => new Response(body, { headers: { "content-encoding": "gzip", "content-type": "application/json" } }),
  );
  await porter.sync();
  expect(porter.titles()).toEqual(["Lunch"]);
});

test("an answer without end is given up at its limit", async () => {
  await using porter = await openSignedIn();
  const taken = porter.google.faults.endless(isList);
  expect(await failureOf(porter.sync())).toMatchObject({
    remedy: "retry",
    message: expect.stringContaining("longer than 32 MiB"),
  });
  expect(taken()).toBeLessThan(64 * 1024 * 1024);
});

test("it stops when it is told to", async () => {
  await using porter = await openSignedIn();
  const held = porter.google.faults.hold(isList);
  const own = new AbortController();
  const reading = porter.source.sync({ signal: own.signal });
  await held.reached;
  own.abort();
  expect(await failureOf(reading)).toMatchObject({ remedy: "retry" });
  held.open();
});
