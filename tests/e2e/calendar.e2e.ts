import type { Locator, Page } from "@playwright/test";
import type { Porter } from "../support/server.ts";
import { PRIMARY, startGoogle, type FakeGoogle } from "../support/google/index.ts";
import { text } from "../support/messages-api.ts";
import { expectNoViolations } from "./axe-check.ts";
import { expect, PHONE, test as base } from "./support.ts";

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
const icsMoment = (date: Date) => date.toISOString().replace(/[-:]|\.\d+/g, "");
const MINUTE = 60_000;
/** Of a week that no test is run in; a Monday. */
const MONDAY = "2027-03-01";
/** That day of the week, at so many hours of this machine's clock. */
const at = (day: number, hours: number) => new Date(2027, 2, 1 + day, 0, hours * 60);

const WEEK = { from: MONDAY, to: "2027-03-08" };
/** As Google has it. */
const timed = (summary: string, day: number, from: number, to: number) => ({
  summary,
  start: { dateTime: at(day, from).toISOString(), timeZone: "UTC" },
  end: { dateTime: at(day, to).toISOString(), timeZone: "UTC" },
});

type World = { google: FakeGoogle; ics: { url: string } };
const test = base.extend<World>({
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
// Without motion a page holds still for its check.
test.use({ contextOptions: { reducedMotion: "reduce" } });

const eventOf = (page: Page, title: string): Locator =>
  page.getByRole("region", { name: "Days" }).getByRole("button", { name: new RegExp(`^${title}`) });
const panelOf = (page: Page) => page.getByRole("complementary", { name: "Event", exact: true });

/** Signs in at the fake Google, which asks nothing, and comes back. */
async function signIn(page: Page, porter: Porter): Promise<void> {
  await page.goto("/integrations/calendar");
  await page.getByRole("button", { name: "Connect", exact: true }).first().click();
  await expect
    .poll(async () => (await porter.client.calendar.list.query()).items.map(({ name }) => name).sort())
    .toEqual(["House", "Owner"]);
}

type Point = { x: number; y: number };

/** Draws something to another place, as a hand does: not at once. */
async function draw(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** A finger as Chromium's own protocol has it: `page.touchscreen` can only tap. */
async function fingerOn(page: Page) {
  const session = await page.context().newCDPSession(page);
  const tell = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: Point[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  return {
    down: (point: Point) => tell("touchStart", point),
    move: (point: Point) => tell("touchMove", point),
    up: () => tell("touchEnd"),
  };
}

async function boxOf(locator: Locator) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (!box) throw new Error("It is not to be seen.");
  return box;
}

test("a calendar with an address stands on the week and on the dashboard, live and read only", async ({
  page,
  porter,
}) => {
  await expect.poll(async () => (await porter.client.calendar.list.query()).items.length).toBe(1);
  await page.goto(`/calendar?week=${MONDAY}`);
  await expect(eventOf(page, "The plumber comes")).toContainText("09:00 – 10:00 · Cellar");
  await expect(page.getByRole("list", { name: "All day" }).getByRole("listitem")).toHaveText(/Spring fair/);
  await expect(page.getByRole("textbox", { name: "New event" })).toHaveCount(0);
  await expectNoViolations(page, "week");

  await eventOf(page, "The plumber comes").click();
  await expect(panelOf(page)).toContainText("House · read only");
  await expect(panelOf(page).getByRole("button", { name: "Delete event" })).toHaveCount(0);
  const link = panelOf(page).getByRole("link", { name: "https://example.net/pipes", exact: true });
  await expect(link).toHaveAttribute("rel", /noopener noreferrer/);
  await expectNoViolations(page, "read-only event");

  await page.goto("/");
  await porter.client.tasks.create.mutate({ title: "Mend the fence" });
  const days = page.getByRole("region", { name: "Today and tomorrow", exact: true });
  await expect(days).toContainText(/Next Fetch the children in 2\dm/);
  await expectNoViolations(page, "dashboard");
  await days.getByRole("link", { name: "Fetch the children" }).click();
  await expect(panelOf(page).getByRole("heading", { name: "Fetch the children" })).toBeVisible();
  await expect(eventOf(page, "Fetch the children")).toHaveAttribute("aria-current", "true");
});

test("Google: events come live, and are made in words, drawn, changed and deleted, each with a way back", async ({
  page,
  porter,
  google,
}) => {
  await signIn(page, porter);
  await page.goto(`/calendar?week=${MONDAY}`);
  const line = page.getByRole("textbox", { name: "New event" });
  await line.fill("lunch with Ada 2 mar 2027 13:00-14:00");
  await expect(page.getByText("Tue, Mar 2, 2027, 13:00 – 14:00").first()).toBeVisible();
  await line.press("Enter");
  const lunch = eventOf(page, "lunch with Ada");
  await expect(lunch).toBeVisible();
  await expect(page.getByText("Created “lunch with Ada”")).toBeVisible();
  const atGoogle = () => {
    const { items = [] } = google.calendar(PRIMARY).list(new URLSearchParams());
    return items.map(({ summary, start, end }) => [
      summary,
      Date.parse(start?.dateTime ?? ""),
      Date.parse(end?.dateTime ?? ""),
    ]);
  };
  const stands = (title: string, day: number, from: number, to: number) =>
    expect.poll(atGoogle).toEqual([[title, at(day, from).getTime(), at(day, to).getTime()]]);
  await stands("lunch with Ada", 1, 13, 14);

  // A day on, and half an hour later.
  const box = await boxOf(lunch);
  const hour = (await boxOf(page.locator("[data-day]").first())).height / 24;
  await draw(page, { x: box.x + 20, y: box.y + 10 }, { x: box.x + 20 + box.width, y: box.y + 10 + hour / 2 });
  await stands("lunch with Ada", 2, 13.5, 14.5);
  await expect(panelOf(page)).toHaveCount(0);
  await page.getByText("Moved “lunch with Ada”").locator("..").getByRole("button", { name: "Undo" }).click();
  await stands("lunch with Ada", 1, 13, 14);

  // Its end, an hour later.
  const end = await boxOf(lunch);
  const edge = { x: end.x + 20, y: end.y + end.height - 5 };
  await draw(page, edge, { x: edge.x, y: edge.y + hour });
  await stands("lunch with Ada", 1, 13, 15);

  await lunch.click();
  await panelOf(page).getByRole("button", { name: "Edit event" }).click();
  await panelOf(page).getByRole("textbox", { name: "Title" }).fill("Lunch with Ada and Bo");
  await panelOf(page).getByRole("textbox", { name: "Place" }).fill("Café");
  await panelOf(page).getByRole("button", { name: "Save" }).click();
  await stands("Lunch with Ada and Bo", 1, 13, 15);
  await expect(eventOf(page, "Lunch with Ada and Bo")).toContainText("Café");

  await panelOf(page).getByRole("button", { name: "Delete event" }).click();
  await expect.poll(atGoogle).toEqual([]);
  await expect(eventOf(page, "Lunch with Ada and Bo")).toHaveCount(0);
  await page.getByText("Deleted “Lunch").locator("..").getByRole("button", { name: "Undo" }).click();
  await stands("Lunch with Ada and Bo", 1, 13, 15);
});

test("one of a series is changed alone, or all of them: their words, their hour, their being there", async ({
  page,
  porter,
  google,
}) => {
  const series = google.addEvent({
    ...timed("Yoga", 0, 8, 9),
    description: "Bring a mat",
    recurrence: ["RRULE:FREQ=DAILY;COUNT=3"],
  });
  await signIn(page, porter);
  await page.goto(`/calendar?week=${MONDAY}`);
  const edit = async (which: RegExp, change: () => Promise<void>) => {
    await eventOf(page, "Yoga").nth(1).click();
    await panelOf(page).getByRole("button", { name: "Edit event" }).click();
    await change();
    await panelOf(page).getByRole("radio", { name: which }).check();
    await panelOf(page).getByRole("button", { name: "Save" }).click();
  };
  const hours = () => eventOf(page, "Yoga").locator("span.truncate").allTextContents();

  await edit(/all of the series/, () =>
    panelOf(page).getByRole("textbox", { name: "Title" }).fill("Yoga outside"),
  );
  await expect(eventOf(page, "Yoga outside")).toHaveCount(3);
  await expect.poll(() => google.calendar(PRIMARY).get(series.id ?? "").summary).toBe("Yoga outside");
  await page.getByText("Changed all of “Yoga”").locator("..").getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => google.calendar(PRIMARY).get(series.id ?? "").summary).toBe("Yoga");

  await edit(/all of the series/, () =>
    panelOf(page).getByRole("textbox", { name: "Time", exact: true }).fill("10:30"),
  );
  await expect
    .poll(() => google.calendar(PRIMARY).get(series.id ?? "").start?.dateTime)
    .toBe(at(0, 10.5).toISOString());
  await expect.poll(hours).toEqual(["10:30 – 11:30", "10:30 – 11:30", "10:30 – 11:30"]);
  // Under its new hour it is another one: the panel of the old one has gone, and so have the old ones themselves.
  const id = new RegExp(`@${icsMoment(at(1, 10.5))}$`);
  await expect(eventOf(page, "Yoga").nth(1)).toHaveAttribute("data-event-id", id);
  await expect(panelOf(page)).toHaveCount(0);
  expect(google.calendar(PRIMARY).get(series.id ?? "").description).toBe("Bring a mat");

  await edit(/only this one/, () => panelOf(page).getByRole("textbox", { name: "Place" }).fill("Park"));
  await expect.poll(hours).toEqual(["10:30 – 11:30", "10:30 – 11:30 · Park", "10:30 – 11:30"]);
  await page.getByText("Changed “Yoga”").locator("..").getByRole("button", { name: "Undo" }).click();
  await expect.poll(hours).toEqual(["10:30 – 11:30", "10:30 – 11:30", "10:30 – 11:30"]);

  await eventOf(page, "Yoga").first().click();
  await panelOf(page).getByRole("button", { name: "Delete event" }).click();
  await page.getByRole("button", { name: "All of the series" }).click();
  await expect(eventOf(page, "Yoga")).toHaveCount(0);
  await expect.poll(() => google.calendar(PRIMARY).events()).toEqual([]);
});

test("a description in HTML is read and changed as text with its lines and links", async ({
  page,
  porter,
  google,
}) => {
  const event = google.addEvent({
    ...timed("Choir", 1, 18, 19),
    description:
      '<p>Bring &amp; share:</p><ul><li>tea</li><li><a href="https://example.net/cake">cake</a></li></ul>' +
      '<img src="x" onerror="alert(1)"><a href="javascript:alert(1)">Press</a>',
  });
  await signIn(page, porter);
  await page.goto(`/calendar?week=${MONDAY}`);
  await eventOf(page, "Choir").click();
  const words = panelOf(page).getByRole("region", { name: "Description" });
  await expect.poll(() => words.innerText()).toContain("Bring & share:\n\n• tea\n• cake\n\nPress");
  await expect(words.getByRole("link")).toHaveCount(1);
  await expect(words.getByRole("link", { name: "cake" })).toHaveAttribute("href", "https://example.net/cake");
  await expect(words.locator("img")).toHaveCount(0);

  await panelOf(page).getByRole("button", { name: "Edit event" }).click();
  const field = panelOf(page).getByRole("textbox", { name: "Description" });
  await expect(field).toHaveValue("Bring & share:\n\n• tea\n• cake (https://example.net/cake)\n\nPress");
  await panelOf(page).getByRole("textbox", { name: "Title" }).fill("Singing");
  await panelOf(page).getByRole("button", { name: "Save" }).click();
  await expect.poll(() => google.calendar(PRIMARY).get(event.id ?? "").summary).toBe("Singing");
  // What nobody has touched is as its service has it.
  expect(google.calendar(PRIMARY).get(event.id ?? "").description).toBe(event.description);
});

test("a drag that Escape ends moves and opens nothing; drawn to an edge, the hours scroll on", async ({
  page,
  porter,
  google,
}) => {
  const event = google.addEvent(timed("Choir", 1, 9, 10));
  await signIn(page, porter);
  await page.goto(`/calendar?week=${MONDAY}`);
  const box = await boxOf(eventOf(page, "Choir"));
  const hours = page.getByRole("group", { name: "Hours" });
  for (const way of [8, 90]) {
    await page.mouse.move(box.x + 20, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y + 10 + way, { steps: 4 });
    await expect(page.locator("[data-lifted]")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.locator("[data-lifted]")).toHaveCount(0);
    await page.mouse.up();
  }
  await expect(eventOf(page, "Choir")).toContainText("09:00 – 10:00");
  await expect(panelOf(page)).toHaveCount(0);

  const frame = await boxOf(hours);
  const start = await hours.evaluate((element) => element.scrollTop);
  await page.mouse.move(box.x + 20, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 20, frame.y + frame.height - 5, { steps: 6 });
  await expect.poll(() => hours.evaluate((element) => element.scrollTop)).toBeGreaterThan(start + 100);
  await page.mouse.up();
  await expect
    .poll(() => Date.parse(google.calendar(PRIMARY).get(event.id ?? "").start?.dateTime ?? ""))
    .toBeGreaterThan(at(1, 18).getTime());
});

test("the focus goes back to where it came from, one step at a time", async ({ page, porter, google }) => {
  google.addEvent(timed("Choir", 1, 18, 19));
  google.addEvent({ ...timed("Dinner", 1, 20, 21), attendees: [{ email: "ada@example.net" }] });
  await signIn(page, porter);
  await page.goto(`/calendar?week=${MONDAY}`);
  const panel = panelOf(page);
  const button = (name: string) => panel.getByRole("button", { name, exact: true });

  await eventOf(page, "Dinner").press("Enter");
  await button("Edit event").press("Enter");
  await expect(panel.getByRole("textbox", { name: "Title" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button("Edit event")).toBeFocused();
  await button("Edit event").press("Enter");
  await button("Cancel").focus();
  await page.keyboard.press("Escape");
  await expect(button("Edit event")).toBeFocused();

  await button("Delete event").press("Enter");
  await expect(button("Not now")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button("Delete event")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(eventOf(page, "Dinner")).toBeFocused();

  // It is in sight: what stands above the hours covers none of them.
  await page.getByRole("group", { name: "Hours" }).evaluate((element) => (element.scrollTop = 100_000));
  await page.keyboard.press("ArrowUp");
  await expect(eventOf(page, "Choir")).toBeFocused();
  await expect(eventOf(page, "Choir")).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Delete");
  await expect(eventOf(page, "Dinner")).toBeFocused();

  await page.keyboard.press("c");
  await page.keyboard.type("Bread");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("textbox", { name: "Title" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("group", { name: "Hours" })).toBeFocused();
});

test("Back and Forward go through weeks, events and the form of a new one", async ({
  page,
  porter,
  google,
}) => {
  google.addEvent(timed("Choir", 1, 18, 19));
  await signIn(page, porter);
  await page.goto(`/calendar?week=${MONDAY}`);
  await eventOf(page, "Choir").click();
  await expect(panelOf(page).getByRole("heading", { name: "Choir" })).toBeVisible();
  await page.goBack();
  await expect(panelOf(page)).toHaveCount(0);
  await expect(eventOf(page, "Choir")).toBeFocused();

  const line = page.getByRole("textbox", { name: "New event" });
  await line.fill("Bread");
  await line.press("Enter");
  const title = panelOf(page).getByRole("textbox", { name: "Title" });
  await expect(title).toHaveValue("Bread");
  await page.goBack();
  await expect(panelOf(page)).toHaveCount(0);
  await page.goForward();
  await expect(title).toHaveValue("Bread");
  // A link has the time alone.
  await page.goto(`/calendar?week=${MONDAY}&new=2027-03-03T11:00`);
  await expect(panelOf(page).getByRole("textbox", { name: "Time", exact: true })).toHaveValue("11:00");
  await title.fill("Cake");
  await title.press("Control+Enter");
  await expect(eventOf(page, "Cake")).toContainText("11:00 – 12:00");
  await page.goBack();
  await expect(page).toHaveURL(/new=2027-03-01T/);
});

test("what others change while the form is open is not undone; what they delete is gone", async ({
  page,
  porter,
  google,
}) => {
  const { id = "" } = google.addEvent({ ...timed("Choir", 1, 18, 18), description: "old" });
  await signIn(page, porter);
  await page.goto(`/calendar?week=${MONDAY}`);
  await eventOf(page, "Choir").click();
  await panelOf(page).getByRole("button", { name: "Edit event" }).click();
  google.calendar(PRIMARY).patch(id ?? "", null, { description: "new", location: "Church" });
  await porter.client.integrations.reload.mutate({ integrationId: "calendar" });
  await expect
    .poll(async () => (await porter.client.calendar.events.query({ query: "Church", ...WEEK })).items.length)
    .toBe(1);
  await panelOf(page).getByRole("textbox", { name: "Title" }).fill("Singing");
  await panelOf(page).getByRole("button", { name: "Save" }).click();
  await expect
    .poll(() => google.calendar(PRIMARY).get(id ?? ""))
    .toMatchObject({ summary: "Singing", description: "new", location: "Church" });

  google.calendar(PRIMARY).remove(id ?? "", null);
  await porter.client.integrations.reload.mutate({ integrationId: "calendar" });
  await expect(panelOf(page).getByText("This event is gone")).toBeVisible();
});

test.describe("an address that names nothing", () => {
  test.use({ tolerated: /status of 400/ });

  test("is told so, and leads back", async ({ page }) => {
    await page.goto("/calendar?event=nonsense");
    await expect(panelOf(page).getByText("This event is gone")).toBeVisible();
    await panelOf(page).getByRole("button", { name: "Back to the calendar" }).click();
    await expect(panelOf(page)).toHaveCount(0);
    await page.goto("/calendar?event=&week=tomorrow&new=soon");
    await expect(page.getByRole("region", { name: "Days" })).toBeVisible();
    await expect(panelOf(page)).toHaveCount(0);
  });
});

test.describe("refused", () => {
  test.use({ tolerated: /status of (400|409)/ });

  test("the form comes back with its words", async ({ page, porter, google }) => {
    google.addEvent(timed("Choir", 1, 18, 19));
    await signIn(page, porter);
    await page.goto(`/calendar?week=${MONDAY}&new=2027-03-03T11:00`);
    const field = (name: string) => panelOf(page).getByRole("textbox", { name, exact: true });
    await field("Title").fill("Tea");
    await field("Description").fill("With many words");
    google.calendar(PRIMARY).settings.accessRole = "reader";
    await page.getByRole("button", { name: "Create event" }).click();
    await expect(page.getByText("Not created: Google does not let this account")).toBeVisible();
    await expect(field("Description")).toHaveValue("With many words");
    await expect(eventOf(page, "Tea")).toHaveCount(0);

    await eventOf(page, "Choir").click();
    await panelOf(page).getByRole("button", { name: "Edit event" }).click();
    await field("Place").fill("Church");
    await panelOf(page).getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Not changed: Google does not let this account")).toBeVisible();
    await expect(field("Place")).toHaveValue("Church");
    await expect(eventOf(page, "Choir")).not.toContainText("Church");
  });

  test("what was changed at Google meanwhile is not overwritten, but shown", async ({
    page,
    porter,
    google,
  }) => {
    const event = google.addEvent(timed("Choir", 1, 18, 19));
    await signIn(page, porter);
    await page.goto(`/calendar?week=${MONDAY}`);
    await eventOf(page, "Choir").click();
    await panelOf(page).getByRole("button", { name: "Edit event" }).click();
    google.calendar(PRIMARY).patch(event.id ?? "", null, { summary: "Choir in the church" });
    await panelOf(page).getByRole("textbox", { name: "Title" }).fill("Singing");
    await panelOf(page).getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Not changed: it was changed elsewhere meanwhile")).toBeVisible();
    await expect(eventOf(page, "Choir in the church")).toBeVisible();
  });
});

test("from the keyboard: go there, page through the weeks, create, find, delete one of a series", async ({
  page,
  porter,
  google,
}) => {
  google.addEvent({ ...timed("Yoga", 0, 8, 9), recurrence: ["RRULE:FREQ=DAILY;COUNT=3"] });
  await signIn(page, porter);
  await page.goto("/");
  await expect(page.getByText("Today and tomorrow").or(page.getByText("First steps")).first()).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page).toHaveURL(/\/calendar/);
  await expect(page.getByRole("region", { name: "Days" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page).toHaveURL(/week=/);
  await page.goto(`/calendar?week=2027-03-08`);
  await expect(page.getByRole("region", { name: "Days" })).toBeVisible();
  await page.keyboard.press("k");
  await expect(page).toHaveURL(`/calendar?week=${MONDAY}`);

  await page.keyboard.press("Enter");
  await expect(panelOf(page).getByRole("textbox", { name: "Title" })).toBeFocused();
  await page.keyboard.type("Tea");
  await page.keyboard.press("Control+Enter");
  await expect(eventOf(page, "Tea")).toBeVisible();

  await expect(eventOf(page, "Tea")).toBeFocused();

  await expect(eventOf(page, "Yoga")).toHaveCount(3);
  await page.keyboard.press("ArrowUp");
  await expect(eventOf(page, "Yoga").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(eventOf(page, "Tea")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(eventOf(page, "Yoga").nth(1)).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "one of a series");
  // What comes live takes no question away.
  google.addEvent(timed("Bath", 5, 8, 9));
  await porter.client.integrations.reload.mutate({ integrationId: "calendar" });
  await expect(eventOf(page, "Bath")).toBeVisible();
  await page.getByRole("button", { name: "Only this one" }).press("Enter");
  await expect(eventOf(page, "Yoga")).toHaveCount(2);
});

test("from a task an hour is blocked; about an event an agent is started, which gets it as outside text", async ({
  page,
  porter,
  api,
}) => {
  await signIn(page, porter);
  const task = await porter.client.tasks.create.mutate({ title: "Write the report" });
  await page.goto(`/tasks/${task.id}`);
  await page.getByRole("button", { name: "Block time for this task" }).click();
  const offers = page.getByRole("dialog", { name: "Block time for this task" }).getByRole("button");
  await expect(offers).toHaveCount(3);
  await expectNoViolations(page, "block time", ["light"]);
  await offers.first().press("Enter");
  await expect(page.getByText("Created “Write the report”")).toBeVisible();
  const [event] = (await porter.client.calendar.events.query({ query: "report" })).items;
  expect(event?.description).toBe(`${porter.url}/tasks/${task.id}`);

  api.when("Bring the numbers", [[text("They are ready.")]]);
  await page.goto(`/calendar?event=${event?.id}`);
  await panelOf(page).getByRole("button", { name: "Start an agent about this" }).click();
  await page.getByRole("textbox", { name: "What shall it do?" }).fill("Bring the numbers");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByText("They are ready.")).toBeVisible();
  const [session] = (await porter.client.agents.list.query({})).items;
  expect(session?.prompt).toMatch(/^<event>\noutside_text: This event came from outside Porter/);
});

test.describe("on a phone", () => {
  test.use(PHONE);

  test("a few days, calendars in a sheet, an event, and no accessibility violations", async ({
    page,
    porter,
  }) => {
    await signIn(page, porter);
    await page.goto(`/calendar?week=${MONDAY}`);
    await expect(eventOf(page, "The plumber comes")).toBeVisible();
    await expect(page.locator("[data-day]")).toHaveCount(3);
    await expectNoViolations(page, "phone: days", ["light"]);
    await page.getByRole("button", { name: "Next days" }).click();
    await expect(page).toHaveURL("/calendar?week=2027-03-04");
    await page.getByRole("button", { name: "Previous days" }).click();

    await page.getByRole("button", { name: "Calendars" }).click();
    const sheet = page.getByRole("dialog", { name: "Calendars" });
    await expectNoViolations(page, "phone: calendars", ["light"]);
    await sheet.getByRole("combobox", { name: "Reminder for Owner" }).selectOption("30 minutes before");
    await sheet.getByRole("switch", { name: "Show House" }).click();
    await sheet.getByRole("button", { name: "Close" }).click();
    await expect(eventOf(page, "The plumber comes")).toHaveCount(0);
    await expect
      .poll(async () =>
        (await porter.client.calendar.list.query()).items.map((each) => [
          each.name,
          each.isShown,
          each.remindMinutes,
        ]),
      )
      .toContainEqual(["Owner", true, 30]);

    await page.getByRole("textbox", { name: "New event" }).fill("Bread");
    await page.getByRole("textbox", { name: "New event" }).press("Enter");
    await expect(page.getByRole("heading", { name: "New event" })).toBeVisible();
    await expectNoViolations(page, "phone: form", ["light"]);
    await page.getByRole("button", { name: "Create event" }).tap();
    await expect(page.getByText("Created “Bread”")).toBeVisible();
    await eventOf(page, "Bread").tap();
    await expect(panelOf(page).getByRole("heading", { name: "Bread" })).toBeVisible();
    await expectNoViolations(page, "phone: event", ["light"]);
  });

  test("a finger that rests on an event lifts it; one that moves scrolls, or turns the page", async ({
    page,
    porter,
    google,
  }) => {
    const { id = "" } = google.addEvent(timed("Choir", 0, 9, 9.25));
    await signIn(page, porter);
    await page.goto(`/calendar?week=${MONDAY}`);
    const hours = page.getByRole("group", { name: "Hours" });
    const scrolled = () => hours.evaluate((element) => element.scrollTop);
    const finger = await fingerOn(page);
    const box = await boxOf(eventOf(page, "Choir"));
    expect(box.height).toBeGreaterThanOrEqual(44);
    const press = { x: box.x + 30, y: box.y + 20 };

    const before = await scrolled();
    // A view that still glides takes the next touch for itself.
    const atRest = hours.evaluate(
      (element) => new Promise((resolve) => element.addEventListener("scrollend", resolve, { once: true })),
    );
    await finger.down(press);
    for (const way of [20, 60, 100, 140]) await finger.move({ x: press.x, y: press.y - way });
    await finger.up();
    await atRest;
    expect(await scrolled()).toBeGreaterThan(before);
    await expect(panelOf(page)).toHaveCount(0);

    const from = await boxOf(eventOf(page, "Choir"));
    const start = { x: from.x + 30, y: from.y + 20 };
    const held = await scrolled();
    await finger.down(start);
    await expect(page.locator("[data-lifted]")).toBeVisible();
    const hour = (await boxOf(page.locator("[data-day]").first())).height / 24;
    for (const part of [0.3, 0.7, 1])
      await finger.move({ x: start.x + from.width * part, y: start.y + hour * part });
    await expect(page.locator("[data-lifted]")).toContainText("10:00");
    expect(await scrolled()).toBe(held);
    await finger.up();
    await expect
      .poll(() => Date.parse(google.calendar(PRIMARY).get(id ?? "").start?.dateTime ?? ""))
      .toBe(at(1, 10).getTime());
    await expect(page).toHaveURL(`/calendar?week=${MONDAY}`);
    await expect(panelOf(page)).toHaveCount(0);

    await finger.down({ x: 330, y: 600 });
    for (const x of [280, 200, 120]) await finger.move({ x, y: 600 });
    await finger.up();
    await expect(page).toHaveURL("/calendar?week=2027-03-04");
  });

  test("a day is listed in broad rows; an event that was led to is in sight behind its panel", async ({
    page,
    porter,
    google,
  }) => {
    for (const title of ["Choir", "Dinner", "Party"]) google.addEvent(timed(title, 1, 20, 21));
    await signIn(page, porter);
    await page.goto(`/calendar?week=${MONDAY}`);
    await page.getByRole("button", { name: "Tuesday, March 2" }).tap();
    const sheet = page.getByRole("dialog", { name: "Tuesday, March 2" });
    await expect(sheet.getByRole("listitem")).toHaveText([/plumber/, /Choir/, /Dinner/, /Party/]);
    await expectNoViolations(page, "phone: day", ["light"]);
    await sheet.getByRole("button", { name: /Party/ }).tap();
    await expect(panelOf(page).getByRole("heading", { name: "Party" })).toBeVisible();
    await page.reload();
    await page.getByRole("button", { name: "Back to the calendar" }).tap();
    await expect(eventOf(page, "Party")).toBeInViewport();
    await expect(eventOf(page, "Party")).toBeFocused();
  });
});

test.describe("in another time zone than Porter", () => {
  test.use({ timezoneId: "America/New_York" });

  test("times are those of the browser's clock, and days stay the days that they are", async ({
    page,
    porter,
    google,
  }) => {
    google.addEvent({
      summary: "Call",
      start: { dateTime: "2027-03-02T18:00:00Z" },
      end: { dateTime: "2027-03-02T19:00:00Z" },
    });
    await signIn(page, porter);
    await page.goto(`/calendar?week=${MONDAY}`);
    await expect(eventOf(page, "Call")).toContainText("13:00 – 14:00");
    const fair = await boxOf(eventOf(page, "Spring fair"));
    const wednesday = await boxOf(page.locator('[data-day="2027-03-03"]'));
    expect(Math.abs(fair.x - wednesday.x)).toBeLessThan(4);
    const line = page.getByRole("textbox", { name: "New event" });
    await line.fill("Tea 2 mar 2027 15:00-15:30");
    await line.press("Enter");
    await expect(eventOf(page, "Tea")).toContainText("15:00");
    await line.fill("Holiday 4 mar 2027");
    await line.press("Enter");
    await expect(page.getByText("Created “Holiday”")).toBeVisible();
    const made = google.calendar(PRIMARY).events();
    expect(made.map(({ start }) => start?.date ?? Date.parse(start?.dateTime ?? ""))).toEqual([
      Date.parse("2027-03-02T18:00:00Z"),
      Date.parse("2027-03-02T20:00:00Z"),
      "2027-03-04",
    ]);
  });
});

base(
  "without a calendar the page and the dashboard lead to where one is set up",
  async ({ page, porter }) => {
    await porter.client.tasks.create.mutate({ title: "Mend the fence" });
    await page.goto("/");
    const hint = page.getByRole("link", { name: "set up a calendar" });
    await expect(hint).toHaveAttribute("href", "/integrations/calendar");
    await page.goto("/calendar");
    await expect(page.getByRole("heading", { level: 1, name: "No calendar yet" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Set up a calendar" })).toBeVisible();
    await expectNoViolations(page, "no calendar");
  },
);
