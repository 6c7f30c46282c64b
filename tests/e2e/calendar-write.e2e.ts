import { PRIMARY } from "../support/google/index.ts";
import { text } from "../support/messages-api.ts";
import { expectNoViolations } from "./axe-check.ts";
import {
  holdOnly,
  MONDAY,
  at,
  timed,
  test,
  eventOf,
  panelOf,
  signIn,
  draw,
  boxOf,
} from "./calendar-world.ts";
import { expect, goTo } from "./support.ts";

test("Escape ends a drag; HTML is read as text; events are made in words, drawn, changed and deleted", async ({
  page,
  porter,
  google,
}) => {
  await test.step("a drag that Escape ends moves and opens nothing; drawn to an edge, the hours scroll on", async () => {
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

  await test.step("a description in HTML is read and changed as text with its lines and links", async () => {
    const html = {
      ...timed("Choir", 1, 18, 19),
      description:
        '<p>Bring &amp; share:</p><ul><li>tea</li><li><a href="https://example.net/cake">cake</a></li></ul>' +
        '<img src="x" onerror="alert(1)"><a href="javascript:alert(1)">Press</a>',
    };
    const [event] = await holdOnly(google, porter, [html]);
    await goTo(page, `/calendar?week=${MONDAY}`);
    // The one that was drawn elsewhere, perhaps beyond midnight, has gone.
    await expect(eventOf(page, "Choir")).toHaveText([/18:00 – 19:00/]);
    await eventOf(page, "Choir").click();
    const words = panelOf(page).getByRole("region", { name: "Description" });
    await expect.poll(() => words.innerText()).toContain("Bring & share:\n\n• tea\n• cake\n\nPress");
    await expect(words.getByRole("link")).toHaveCount(1);
    await expect(words.getByRole("link", { name: "cake" })).toHaveAttribute(
      "href",
      "https://example.net/cake",
    );
    await expect(words.locator("img")).toHaveCount(0);

    await panelOf(page).getByRole("button", { name: "Edit event" }).click();
    const field = panelOf(page).getByRole("textbox", { name: "Description" });
    await expect(field).toHaveValue("Bring & share:\n\n• tea\n• cake (https://example.net/cake)\n\nPress");
    await panelOf(page).getByRole("textbox", { name: "Title" }).fill("Singing");
    await panelOf(page).getByRole("button", { name: "Save" }).click();
    await expect.poll(() => google.calendar(PRIMARY).get(event?.id ?? "").summary).toBe("Singing");
    // What nobody has touched is as its service has it.
    expect(google.calendar(PRIMARY).get(event?.id ?? "").description).toBe(html.description);
  });

  await test.step("Google: events come live, and are made in words, drawn, changed and deleted, each with a way back", async () => {
    await holdOnly(google, porter, []);
    await goTo(page, `/calendar?week=${MONDAY}`);
    await expect(eventOf(page, "Singing")).toHaveCount(0);
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
    await draw(
      page,
      { x: box.x + 20, y: box.y + 10 },
      { x: box.x + 20 + box.width, y: box.y + 10 + hour / 2 },
    );
    await stands("lunch with Ada", 2, 13.5, 14.5);
    await expect(panelOf(page)).toHaveCount(0);
    await page
      .getByText("Moved “lunch with Ada”")
      .locator("..")
      .getByRole("button", { name: "Undo" })
      .click();
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
});

test("the focus goes back step by step; from a task an hour is blocked, about an event an agent is started", async ({
  page,
  porter,
  google,
  api,
}) => {
  await test.step("the focus goes back to where it came from, one step at a time", async () => {
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

  await test.step("from a task an hour is blocked; about an event an agent is started, which gets it as outside text", async () => {
    const task = await porter.client.tasks.create.mutate({ title: "Write the report" });
    await goTo(page, `/tasks/${task.id}`);
    await page.getByRole("button", { name: "Block time for this task" }).click();
    const offers = page.getByRole("dialog", { name: "Block time for this task" }).getByRole("button");
    await expect(offers).toHaveCount(3);
    await expectNoViolations(page, "block time", ["light"]);
    await offers.first().press("Enter");
    await expect(page.getByText("Created “Write the report”")).toBeVisible();
    const [event] = (await porter.client.calendar.events.query({ query: "report" })).items;
    expect(event?.description).toBe(`${porter.url}/tasks/${task.id}`);

    api.when("Bring the numbers", [[text("They are ready.")]]);
    await goTo(page, `/calendar?event=${event?.id}`);
    await panelOf(page).getByRole("button", { name: "Start an agent about this" }).click();
    await page.getByRole("textbox", { name: "What shall it do?" }).fill("Bring the numbers");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await expect(page.getByText("They are ready.")).toBeVisible();
    const [session] = (await porter.client.agents.list.query({})).items;
    expect(session?.prompt).toMatch(/^<event>\noutside_text: This event came from outside Porter/);
  });
});

test.describe("refused", () => {
  test.use({ tolerated: /status of (400|409)/ });

  test("what was changed at Google meanwhile is shown; a form comes back with its words; an address can name nothing", async ({
    page,
    porter,
    google,
  }) => {
    await test.step("what was changed at Google meanwhile is not overwritten, but shown", async () => {
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

    await test.step("the form comes back with its words", async () => {
      await holdOnly(google, porter, [timed("Choir", 1, 18, 19)]);
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

    await test.step("an address that names nothing is told so, and leads back", async () => {
      await goTo(page, "/calendar?event=nonsense");
      await expect(panelOf(page).getByText("This event is gone")).toBeVisible();
      await panelOf(page).getByRole("button", { name: "Back to the calendar" }).click();
      await expect(panelOf(page)).toHaveCount(0);
      await page.goto("/calendar?event=&week=tomorrow&new=soon");
      await expect(page.getByRole("region", { name: "Days" })).toBeVisible();
      await expect(panelOf(page)).toHaveCount(0);
    });
  });
});
