import type { Locator, Page } from "@playwright/test";
import { z } from "zod";
import type { Porter } from "../support/server.ts";
import { PRIMARY, startGoogle, type FakeGoogle } from "../support/google/index.ts";
import { expect, test as base, type Point } from "./support.ts";

/** An address with a calendar: `lines` of its events (RFC 5545). */
function serveIcs(lines: string[]) {
  const body = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//house//EN", ...lines, "END:VCALENDAR", ""].join(
    "\r\n",
  );
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => new Response(body, { headers: { "content-type": "text/calendar" } }),
  });
  return {
    url: `http://127.0.0.1:${server.port}/house.ics`,
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

/** A moment in the form of RFC 5545, section 3.3.5: `20270301T090000Z`. */
export const icsMoment = (date: Date) => date.toISOString().replace(/[-:]|\.\d+/g, "");
const MINUTE = 60_000;
/** Of a week that no test is run in; a Monday. */
export const MONDAY = "2027-03-01";
/** That day of the week, at so many hours of this machine's clock. */
export const at = (day: number, hours: number) => new Date(2027, 2, 1 + day, 0, hours * 60);

export const WEEK = { from: MONDAY, to: "2027-03-08" };
/** As Google has it. */
export const timed = (summary: string, day: number, from: number, to: number) => ({
  summary,
  start: { dateTime: at(day, from).toISOString(), timeZone: "UTC" },
  end: { dateTime: at(day, to).toISOString(), timeZone: "UTC" },
});

type World = { google: FakeGoogle; ics: { url: string } };
export const test = base.extend<World>({
  // Playwright reads from the pattern what a fixture needs: nothing.
  // eslint-disable-next-line no-empty-pattern
  google: async ({}, use) => {
    await using google = startGoogle();
    await use(google);
  },
  // eslint-disable-next-line no-empty-pattern
  ics: async ({}, use) => {
    const soon = Date.now() + 25 * MINUTE;
    await using ics = serveIcs([
      "BEGIN:VEVENT",
      "UID:pipes@house",
      `DTSTART:${icsMoment(at(1, 9))}`,
      `DTEND:${icsMoment(at(1, 10))}`,
      "SUMMARY:The plumber comes",
      "DESCRIPTION:See https://example.net/pipes, he rings twice.",
      "LOCATION:Cellar",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "UID:soon@house",
      `DTSTART:${icsMoment(new Date(soon))}`,
      `DTEND:${icsMoment(new Date(soon + 30 * MINUTE))}`,
      "SUMMARY:Fetch the children",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "UID:fair@house",
      "DTSTART;VALUE=DATE:20270303",
      "DTEND;VALUE=DATE:20270305",
      "SUMMARY:Spring fair",
      "END:VEVENT",
    ]);
    await use(ics);
  },
  config: async ({ google, ics }, use) => {
    const lines = ["[integrations]", 'enabled = ["tasks", "calendar"]', google.configToml()];
    const address = [
      "[[integrations.calendar.ics]]",
      'name = "House"',
      `url = "${ics.url}"`,
      "allow_private = true",
    ];
    await use([...lines, ...address].join("\n"));
  },
});
export const eventOf = (page: Page, title: string): Locator =>
  page.getByRole("region", { name: "Days" }).getByRole("button", { name: new RegExp(`^${title}`) });
export const panelOf = (page: Page) => page.getByRole("complementary", { name: "Event", exact: true });

const Connected = z.object({ result: z.object({ data: z.object({ json: z.object({ url: z.string() }) }) }) });

/** Signs in at the fake Google, which asks nothing, with the browser's cookies; `connect.e2e.ts` does it by hand. */
export async function signIn(page: Page, porter: Porter): Promise<void> {
  const headers = { origin: porter.url };
  const data = { json: { integrationId: "calendar" } };
  const answer = await page.request.post("/trpc/integrations.connect", { data, headers });
  await page.request.get(Connected.parse(await answer.json()).result.data.json.url);
  await expect
    .poll(async () => (await porter.client.calendar.list.query()).items.map(({ name }) => name).sort())
    .toEqual(["House", "Owner"]);
}

type GoogleEvent = Parameters<FakeGoogle["addEvent"]>[0];

/**
 * Makes these all that Google's calendar holds, as another device would, and waits until Porter has them. Porter has
 * to know first what it was told of itself: what it still waits for comes behind its deletion.
 */
export async function holdOnly(google: FakeGoogle, porter: Porter, events: GoogleEvent[]) {
  const calendar = google.calendar(PRIMARY);
  const known = async () => (await porter.client.calendar.events.query(WEEK)).items;
  const missing = async () => {
    const there = (await known()).map(({ title, start }) => `${title} ${Date.parse(start)}`);
    const atGoogle = calendar
      .events()
      .map(({ summary, start }) => `${summary} ${Date.parse(start?.dateTime ?? "")}`);
    return atGoogle.filter((each) => !there.includes(each));
  };
  await expect.poll(missing).toEqual([]);
  const house = ["Spring fair", "The plumber comes"];
  const gone = new Set((await known()).filter(({ title }) => !house.includes(title)).map(({ id }) => id));

  for (const { id } of calendar.events()) if (id) calendar.remove(id, null);
  const added = events.map((event) => google.addEvent(event));
  await porter.client.integrations.reload.mutate({ integrationId: "calendar" });
  const wanted = new Set([...house, ...events.map(({ summary }) => summary)]);
  await expect.poll(async () => new Set((await known()).map(({ title }) => title))).toEqual(wanted);
  await expect.poll(async () => (await known()).filter(({ id }) => gone.has(id))).toEqual([]);
  return added;
}

/** Draws something to another place, as a hand does: not at once. */
export async function draw(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

export async function boxOf(locator: Locator) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (!box) throw new Error("It is not to be seen.");
  return box;
}
