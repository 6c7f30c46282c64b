import { PRIMARY } from "../support/google/index.ts";
import { expectNoViolations } from "./axe-check.ts";
import { holdOnly, MONDAY, timed, test, eventOf, panelOf, signIn, boxOf } from "./calendar-world.ts";
import { expect, goTo } from "./support.ts";

test("an address stands on the week and the dashboard; Back and Forward; from the keyboard", async ({
  page,
  porter,
  google,
}) => {
  await test.step("a calendar with an address stands on the week and on the dashboard, live and read only", async () => {
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

    await goTo(page, "/");
    await porter.client.tasks.create.mutate({ title: "Mend the fence" });
    const days = page.getByRole("region", { name: "Today and tomorrow", exact: true });
    await expect(days).toContainText(/Next Fetch the children in 2\dm/);
    await expectNoViolations(page, "dashboard");
    // Towards midnight it stands on both days.
    await days.getByRole("link", { name: "Fetch the children" }).first().click();
    await expect(panelOf(page).getByRole("heading", { name: "Fetch the children" })).toBeVisible();
    await expect(eventOf(page, "Fetch the children")).toHaveAttribute("aria-current", "true");
  });

  await test.step("Back and Forward go through weeks, events and the form of a new one", async () => {
    google.addEvent(timed("Choir", 1, 18, 19));
    await signIn(page, porter);
    await goTo(page, `/calendar?week=${MONDAY}`);
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

  await test.step("from the keyboard: go there, page through the weeks, create, find, delete one of a series", async () => {
    await holdOnly(google, porter, [{ ...timed("Yoga", 0, 8, 9), recurrence: ["RRULE:FREQ=DAILY;COUNT=3"] }]);
    await goTo(page, "/");
    await expect(
      page.getByText("Today and tomorrow").or(page.getByText("First steps")).first(),
    ).toBeVisible();
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await expect(page).toHaveURL(/\/calendar/);
    await expect(page.getByRole("region", { name: "Days" })).toBeVisible();
    await page.keyboard.press("j");
    await expect(page).toHaveURL(/week=/);
    await goTo(page, "/calendar?week=2027-03-08");
    await expect(page.locator('[data-day="2027-03-08"]')).toBeVisible();
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
    await expect(page.getByText("Created “Tea”")).toBeVisible();
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
