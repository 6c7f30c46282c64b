import { PRIMARY } from "../support/google/index.ts";
import { expectNoViolations } from "./axe-check.ts";
import { holdOnly, MONDAY, at, timed, test, eventOf, panelOf, signIn, boxOf } from "./calendar-world.ts";
import { expect, fingerOn, goTo, PHONE } from "./support.ts";

test.describe("on a phone", () => {
  test.use(PHONE);

  test("a day in broad rows, a finger that lifts, scrolls and turns the page, a few days and a sheet of calendars", async ({
    page,
    porter,
    google,
  }) => {
    await test.step("a day is listed in broad rows; an event that was led to is in sight behind its panel", async () => {
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

    await test.step("a finger that rests on an event lifts it; one that moves scrolls, or turns the page", async () => {
      const [choir] = await holdOnly(google, porter, [timed("Choir", 0, 9, 9.25)]);
      await goTo(page, `/calendar?week=${MONDAY}`);
      const hours = page.getByRole("group", { name: "Hours" });
      const scrolled = () => hours.evaluate((element) => element.scrollTop);
      const finger = await fingerOn(page);
      const box = await boxOf(eventOf(page, "Choir"));
      expect(box.height).toBeGreaterThanOrEqual(44);
      const press = { x: box.x + 30, y: box.y + 20 };

      const before = await scrolled();
      // A view that still glides takes the next touch for itself.
      const glide = await hours.evaluateHandle((element) => ({
        end: new Promise((resolve) => element.addEventListener("scrollend", resolve, { once: true })),
      }));
      await finger.down(press);
      for (const way of [20, 60, 100, 140]) await finger.move({ x: press.x, y: press.y - way });
      await finger.up();
      await glide.evaluate(({ end }) => end.then(() => undefined));
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
        .poll(() => Date.parse(google.calendar(PRIMARY).get(choir?.id ?? "").start?.dateTime ?? ""))
        .toBe(at(1, 10).getTime());
      await expect(page).toHaveURL(`/calendar?week=${MONDAY}`);
      await expect(panelOf(page)).toHaveCount(0);

      await finger.down({ x: 330, y: 600 });
      for (const x of [280, 200, 120]) await finger.move({ x, y: 600 });
      await finger.up();
      await expect(page).toHaveURL("/calendar?week=2027-03-04");
    });

    await test.step("a few days, calendars in a sheet, an event, and no accessibility violations", async () => {
      await goTo(page, `/calendar?week=${MONDAY}`);
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
});
