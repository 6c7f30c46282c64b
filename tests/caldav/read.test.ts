import { afterAll, beforeAll, expect, test } from "bun:test";
import { calendarText, openCalDavClient } from "../support/caldav-client.ts";
import { startRadicale, type Radicale } from "../support/radicale.ts";
import { standBetween } from "./between.ts";
import { openHome } from "./home.ts";

let radicale: Radicale;
let other: Awaited<ReturnType<typeof openCalDavClient>>;
beforeAll(async () => {
  radicale = await startRadicale();
  other = await openCalDavClient(radicale.url);
});
afterAll(() => radicale[Symbol.asyncDispose]());

const once = (uid: string, title: string, start = "20261123T080000Z") =>
  calendarText([`UID:${uid}`, `DTSTART:${start}`, "DURATION:PT1H", `SUMMARY:${title}`]);

/** Every Monday at 9:00, on 30 November at 11:00 and under another title, not on 7 December. */
const MONDAYS = calendarText(
  [
    "UID:mondays",
    "DTSTART;TZID=Europe/Vienna:20261123T090000",
    "DTEND;TZID=Europe/Vienna:20261123T100000",
    "RRULE:FREQ=WEEKLY;COUNT=4",
    "EXDATE;TZID=Europe/Vienna:20261207T090000",
    "SUMMARY:Mondays",
  ],
  [
    "UID:mondays",
    "RECURRENCE-ID;TZID=Europe/Vienna:20261130T090000",
    "DTSTART;TZID=Europe/Vienna:20261130T110000",
    "DTEND;TZID=Europe/Vienna:20261130T120000",
    "SUMMARY:This Monday",
  ],
);

/** What servers without RFC 6578 tell of a calendar. */
const withoutSync = (answer: string): string =>
  answer
    .replaceAll("<report><sync-collection /></report>", "<report><unknown /></report>")
    .replaceAll(/<sync-token>[^<]*<\/sync-token>/g, "");

test("calendars are found from the server's address, with their names and colours", async () => {
  const work = await other.makeCalendar("Work", "#FF8800CC");
  using home = openHome({ url: radicale.url });
  await home.sync();
  expect(home.calendars.list().find(({ sourceId }) => sourceId.endsWith(work))).toMatchObject({
    source: "caldav",
    name: "Work",
    color: "#ff8800",
    isWritable: true,
  });
});

test("a calendar that is gone from the server goes, with its events", async () => {
  const url = await other.makeCalendar("Short");
  await other.put(url, "a.ics", once("a", "Gone soon"));
  using home = openHome({ url: radicale.url });
  await home.sync();
  expect(home.titles().join()).toContain("Gone soon");
  await other.removeCalendar(url);
  await home.sync();
  expect(home.calendars.list().some(({ name }) => name === "Short")).toBe(false);
  expect(home.titles().join()).not.toContain("Gone soon");
});

for (const kind of ["a server that tells changes", "a server that knows ETags only"]) {
  const isOld = kind.includes("ETags");

  test(`${kind}: what another program adds, changes and deletes is taken over`, async () => {
    const calendar = await other.makeCalendar(isOld ? "OldChanges" : "Changes");
    await using between = standBetween(radicale.url);
    if (isOld) between.changeAnswers(withoutSync);
    using home = openHome({ url: new URL(new URL(calendar).pathname, between.url).href });
    await other.put(calendar, "a.ics", once("a", "First"));
    await other.put(calendar, "b.ics", once("b", "Second", "20261124T080000Z"));
    await home.sync();
    expect(home.titles()).toEqual(["2026-11-23T09:00:00+01:00 First", "2026-11-24T09:00:00+01:00 Second"]);
    const [before] = home.events();

    await other.put(calendar, "a.ics", once("a", "First again", "20261125T080000Z"));
    await other.remove(calendar, "b.ics");
    await other.put(calendar, "c.ics", once("c", "Third"));
    await home.sync();
    expect(home.titles()).toEqual([
      "2026-11-23T09:00:00+01:00 Third",
      "2026-11-25T09:00:00+01:00 First again",
    ]);
    expect(home.events()[1]?.id).toBe(before?.id ?? "");
  });

  test(`${kind}: only what has changed is read, and nothing when nothing has`, async () => {
    const calendar = await other.makeCalendar(isOld ? "OldLittle" : "Little");
    await using between = standBetween(radicale.url);
    if (isOld) between.changeAnswers(withoutSync);
    using home = openHome({ url: new URL(new URL(calendar).pathname, between.url).href });
    await other.put(calendar, "a.ics", once("a", "First"));
    await other.put(calendar, "b.ics", once("b", "Second"));
    await home.sync();
    await home.sync();
    between.taken();

    await home.sync();
    expect(between.taken().map(({ method }) => method)).toEqual(["PROPFIND"]);

    await other.put(calendar, "b.ics", once("b", "Second again"));
    await home.sync();
    const asked = between.taken().map(({ body }) => body);
    expect(asked.some((body) => body.includes("b.ics"))).toBe(true);
    expect(asked.some((body) => body.includes("a.ics"))).toBe(false);
    expect(asked.some((body) => body.includes("sync-collection>"))).toBe(!isOld);
  });

  test(`${kind}: a series comes with its overrides, and without those that it has no longer`, async () => {
    const calendar = await other.makeCalendar(isOld ? "OldSeries" : "Series");
    await using between = standBetween(radicale.url);
    if (isOld) between.changeAnswers(withoutSync);
    using home = openHome({ url: new URL(new URL(calendar).pathname, between.url).href });
    await other.put(calendar, "mondays.ics", MONDAYS);
    await home.sync();
    expect(home.titles()).toEqual([
      "2026-11-23T09:00:00+01:00 Mondays",
      "2026-11-30T11:00:00+01:00 This Monday",
      "2026-12-14T09:00:00+01:00 Mondays",
    ]);
    const [series] = MONDAYS.split(/(?<=END:VEVENT\r\n)/);
    await other.put(calendar, "mondays.ics", `${series}END:VCALENDAR\r\n`);
    await home.sync();
    expect(home.titles()).toEqual([
      "2026-11-23T09:00:00+01:00 Mondays",
      "2026-11-30T09:00:00+01:00 Mondays",
      "2026-12-14T09:00:00+01:00 Mondays",
    ]);
    await other.remove(calendar, "mondays.ics");
    await home.sync();
    expect(home.titles()).toEqual([]);
  });
}

test("a sync token that the server has forgotten leads to a full reading", async () => {
  const calendar = await other.makeCalendar("Forgotten");
  await using between = standBetween(radicale.url);
  using home = openHome({ url: new URL(new URL(calendar).pathname, between.url).href });
  await other.put(calendar, "a.ics", once("a", "First"));
  await other.put(calendar, "b.ics", once("b", "Second"));
  await home.sync();
  await other.remove(calendar, "a.ics");
  await other.put(calendar, "c.ics", once("c", "Third"));
  between.refuseWhen(({ body }) =>
    /<d:sync-token>[^<]/.test(body)
      ? new Response('<error xmlns="DAV:"><valid-sync-token /></error>', {
          status: 403,
          headers: { "content-type": "text/xml" },
        })
      : undefined,
  );
  await home.sync();
  expect(home.events().map(({ title }) => title)).toEqual(["Second", "Third"]);
});

test("an object that is no calendar costs itself alone", async () => {
  const calendar = await other.makeCalendar("Broken");
  await using between = standBetween(radicale.url);
  await other.put(calendar, "a.ics", once("a", "Whole"));
  await other.put(calendar, "b.ics", once("b", "Torn"));
  between.changeAnswers((answer) => answer.replace(/BEGIN:VCALENDAR[^<]*Torn[^<]*/, "&lt;html&gt; Torn"));
  using home = openHome({ url: new URL(new URL(calendar).pathname, between.url).href });
  await home.sync();
  expect(home.events().map(({ title }) => title)).toEqual(["Whole"]);
});
