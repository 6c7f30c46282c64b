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

/** Draws something to another place, as a hand does: not at once. */
async function draw(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
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

test.describe("refused", () => {
  test.use({ tolerated: /status of 409/ });

  test("what was changed at Google meanwhile is not overwritten, but shown", async ({
    page,
    porter,
    google,
  }) => {
    const event = google.addEvent({
      summary: "Choir",
      start: { dateTime: at(1, 18).toISOString() },
      end: { dateTime: at(1, 19).toISOString() },
    });
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
  google.addEvent({
    summary: "Yoga",
    start: { dateTime: at(0, 8).toISOString(), timeZone: "UTC" },
    end: { dateTime: at(0, 9).toISOString(), timeZone: "UTC" },
    recurrence: ["RRULE:FREQ=DAILY;COUNT=3"],
  });
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

  await expect(eventOf(page, "Yoga")).toHaveCount(3);
  await page.keyboard.press("ArrowDown");
  await expect(eventOf(page, "Yoga").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(eventOf(page, "Tea")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(eventOf(page, "Yoga").nth(1)).toBeFocused();
  await page.keyboard.press("Delete");
  await panelOf(page).getByRole("button", { name: "Delete event" }).press("Enter");
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "one of a series");
  // What comes live takes no question away.
  google.addEvent({
    summary: "Bath",
    start: { dateTime: at(5, 8).toISOString() },
    end: { dateTime: at(5, 9).toISOString() },
  });
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
