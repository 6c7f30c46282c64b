import type { Page } from "@playwright/test";
import { startPorter } from "../support/server.ts";
import { connection, expect, goTo, rowOf, SERVER_GONE, test } from "./support.ts";

/** Picks in a filter of the list, and closes it. */
async function pick(page: Page, filter: string, choice: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^${filter}:`) }).click();
  await page.getByRole("dialog", { name: filter }).getByRole("checkbox", { name: choice }).check();
  await page.keyboard.press("Escape");
}

/** The titles of a group, in the order in which they stand. */
const titlesIn = (page: Page, group: string) =>
  page.getByRole("region", { name: group }).getByRole("listitem").getByRole("link").allTextContents();

test("filters stand in the address, over reload, back and forward; a view keeps them under a name, for every tab", async ({
  porter,
  page,
  context,
}) => {
  await test.step("filters stand in the address: reload, back and forward keep them", async () => {
    const create = porter.client.tasks.create;
    await create.mutate({ title: "Rent", priority: "high", tags: ["home"] });
    await create.mutate({ title: "Rental car", priority: "low" });
    await create.mutate({ title: "Roof", priority: "high", status: "done" });
    await page.goto("/tasks");
    await expect(rowOf(page, "Rental car")).toBeVisible();

    await page.getByRole("searchbox", { name: "Search tasks" }).fill("ren");
    await pick(page, "Priority", "High");
    await page.getByRole("button", { name: "Show only the tag home" }).click();
    await expect(page).toHaveURL(/\?(?=.*q=ren)(?=.*priority=high)(?=.*tag=home)/);
    const filtered = page.url();
    const isFiltered = async () => {
      await expect(rowOf(page, "Rent")).toBeVisible();
      await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(1);
      await expect(page.getByRole("searchbox", { name: "Search tasks" })).toHaveValue("ren");
      await expect(page.getByRole("button", { name: "Priority: High" })).toBeVisible();
    };
    await isFiltered();
    await page.reload();
    await isFiltered();

    await rowOf(page, "Rent").getByRole("link", { name: "Rent" }).click();
    await expect(page).toHaveURL(/\/tasks\/[^?]+\?.*q=ren/);
    await page.goBack();
    await expect(page).toHaveURL(filtered);
    await isFiltered();
    await page.goForward();
    await expect(page.getByRole("complementary", { name: "Task" })).toBeVisible();
    await page.getByRole("button", { name: "Close" }).click();
    await expect(page).toHaveURL(filtered);

    await page.getByRole("searchbox", { name: "Search tasks" }).fill("nowhere");
    await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await expect(page).toHaveURL("/tasks");
    await expect(rowOf(page, "Rental car")).toBeVisible();
  });

  await test.step("a view keeps filters under a name, for every tab", async () => {
    const second = await context.newPage();
    await second.goto("/tasks");
    await page.bringToFront();
    // What the page does not know is nothing to keep.
    await page.goto("/tasks?utm_source=mail");
    await expect(rowOf(page, "Rental car")).toBeVisible();
    const all = page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "All tasks" });
    await expect(all).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("button", { name: "Save as a view" })).toHaveCount(0);
    await goTo(page, "/tasks");
    await pick(page, "Tags", "home");
    await expect(rowOf(page, "Rental car")).toHaveCount(0);
    await page.getByRole("button", { name: "Save as a view" }).click();
    await page.getByRole("textbox", { name: "Name of the view" }).fill("At home");
    await page.keyboard.press("Enter");
    const views = (tab: Page) => tab.getByRole("navigation", { name: "Views" });
    await expect(views(page).getByRole("link", { name: "At home" })).toHaveAttribute("aria-current", "page");
    await views(second).getByRole("link", { name: "At home" }).click();
    await expect(second).toHaveURL("/tasks?tag=home");
    await expect(rowOf(second, "Rent")).toBeVisible();
    await expect(rowOf(second, "Rental car")).toHaveCount(0);

    await page.getByRole("button", { name: "Change the view At home" }).click();
    await page.getByRole("button", { name: "Delete this view" }).click();
    await expect(page).toHaveURL("/tasks");
    for (const tab of [page, second])
      await expect(views(tab).getByRole("link", { name: "At home" })).toHaveCount(0);
  });
});

test("a task is deleted and comes back, another is written and edited in place, and a second tab shows it all along", async ({
  porter,
  page,
  context,
}) => {
  const second = await context.newPage();

  await test.step("a deleted task is gone in every tab, and comes back with Undo", async () => {
    const task = await porter.client.tasks.create.mutate({ title: "Keep me", tags: ["dear"] });
    await second.goto("/tasks");
    await page.bringToFront();
    await page.goto(`/tasks/${task.id}`);
    await page.getByRole("button", { name: "Delete task" }).click();
    await expect(page).toHaveURL("/tasks");
    for (const tab of [page, second])
      await expect(tab.getByRole("heading", { name: "No tasks yet" })).toBeVisible();

    await page.getByRole("button", { name: "Undo" }).click();
    for (const tab of [page, second]) await expect(rowOf(tab, "Keep me")).toBeVisible();
    await expect
      .poll(async () => (await porter.client.tasks.list.query({})).items)
      .toMatchObject([{ title: "Keep me", tags: ["dear"] }]);
    await porter.client.tasks.remove.mutate({ id: task.id });
  });

  await test.step("a task is written, edited in place, and another tab shows it all along", async () => {
    for (const tab of [page, second])
      await expect(tab.getByRole("heading", { name: "No tasks yet" })).toBeVisible();
    await page.getByRole("textbox", { name: "New task" }).fill("Paint the fnece");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "New task" })).toHaveValue("");
    await expect(rowOf(second, "Paint the fnece")).toBeVisible();

    await rowOf(page, "Paint the fnece").getByRole("link", { name: "Paint the fnece" }).click();
    const panel = page.getByRole("complementary", { name: "Task" });
    await panel.getByRole("textbox", { name: "Title" }).fill("Paint the fence");
    await page.keyboard.press("Enter");
    await panel.getByRole("textbox", { name: "Description" }).fill("Both sides.");
    await panel.getByRole("combobox", { name: "Priority" }).selectOption("Urgent");
    await panel.getByRole("combobox", { name: "Status" }).selectOption("In progress");
    await panel.getByLabel("Due", { exact: true }).fill("2031-05-04");
    await panel.getByLabel("Tags").fill("Garden, wood");
    await page.keyboard.press("Enter");
    await expect(panel.getByRole("button", { name: "Remove the tag garden" })).toBeVisible();

    const row = second.getByRole("region", { name: "In progress" }).getByRole("listitem");
    await expect(row).toContainText("Paint the fence");
    await expect(row).toContainText("Urgent priority");
    await expect(row).toContainText("May 4, 2031");
    await expect(row.getByRole("button", { name: "Show only the tag wood" })).toBeVisible();
    await expect
      .poll(async () => (await porter.client.tasks.list.query({})).items)
      .toMatchObject([
        {
          title: "Paint the fence",
          description: "Both sides.",
          priority: "urgent",
          status: "in_progress",
          tags: ["garden", "wood"],
        },
      ]);

    // What the other tab changes comes into the open panel, and what is being typed here stays.
    await panel.getByRole("button", { name: "Edit the description" }).click();
    await panel.getByRole("textbox", { name: "Description" }).fill("Both sides, and the gate.");
    await row.getByRole("button", { name: "Mark #2 as done" }).click();
    await expect(panel.getByRole("combobox", { name: "Status" })).toHaveValue("done");
    await expect(panel.getByRole("textbox", { name: "Description" })).toHaveValue(
      "Both sides, and the gate.",
    );
  });
});

test("create, edit, complete, order and delete with the keyboard alone; Undo means the change made last", async ({
  porter,
  page,
}) => {
  await test.step("create, edit, complete, order and delete with the keyboard alone", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "First steps" })).toBeVisible();
    const { keyboard } = page;
    await keyboard.press("g");
    await keyboard.press("t");
    await expect(page.getByRole("heading", { name: "No tasks yet" })).toBeVisible();
    await keyboard.press("c");
    for (const title of ["Wax the floor", "Wash the floor"]) {
      await keyboard.type(title);
      await keyboard.press("Enter");
      await expect(rowOf(page, title)).toBeVisible();
    }
    await keyboard.press("Escape");

    await keyboard.press("j");
    await keyboard.press("j");
    await expect(page.getByRole("link", { name: "Wax the floor" })).toBeFocused();
    await keyboard.press("Alt+ArrowUp");
    await expect.poll(() => titlesIn(page, "To do")).toEqual(["Wax the floor", "Wash the floor"]);
    await keyboard.press("1");
    await expect(rowOf(page, "Wax the floor")).toContainText("Urgent priority");

    await keyboard.press("Enter");
    const title = page.getByRole("textbox", { name: "Title" });
    await expect(title).toBeVisible();
    for (
      let presses = 0;
      presses < 10 && !(await title.evaluate((on) => on === document.activeElement));
      presses++
    )
      await keyboard.press("Tab");
    await keyboard.press("End");
    await keyboard.type(" twice");
    await keyboard.press("Enter");
    await expect(rowOf(page, "Wax the floor twice")).toBeVisible();
    await page.locator("body").press("Escape");

    await page.getByRole("link", { name: "Wax the floor twice" }).focus();
    await keyboard.press("x");
    await keyboard.press("Shift+J");
    await expect(page.getByRole("toolbar")).toContainText("2 chosen");
    await keyboard.press("e");
    await expect(page.getByRole("region", { name: "To do" }).getByText("No tasks here.")).toBeVisible();
    await keyboard.press("Escape");
    const byStatus = async () => (await porter.client.tasks.counts.query({})).done;
    await expect.poll(byStatus).toBe(2);

    const reach = async (name: string | RegExp) => {
      const target = page.locator(":focus").and(page.getByRole("button", { name }));
      for (let presses = 0; presses < 60 && (await target.count()) === 0; presses++)
        await keyboard.press("Tab");
      await expect(target).toBeFocused();
      await keyboard.press("Enter");
    };
    await reach(/^Done/);
    await expect(rowOf(page, "Wash the floor")).toBeVisible();
    await keyboard.press("j");
    await keyboard.press("Delete");
    await expect.poll(byStatus).toBe(1);
    await keyboard.press("Control+z");
    await expect.poll(byStatus).toBe(2);
  });

  await test.step("Undo means the change made last, also while the server has not answered it", async () => {
    await porter.client.tasks.create.mutate({ title: "Cut the hedge" });
    await porter.client.tasks.create.mutate({ title: "Rake the leaves" });
    await page.getByRole("button", { name: "Mark #3 as done" }).click();
    await expect(page.getByText("Closed “Cut the hedge”")).toBeVisible();

    const { promise: undone, resolve: release } = Promise.withResolvers<void>();
    await page.route("**/trpc/tasks.removeMany*", async (route) => {
      await undone;
      await route.continue();
    });
    await page.getByRole("link", { name: "Rake the leaves" }).focus();
    await page.keyboard.press("Delete");
    await expect(rowOf(page, "Rake the leaves")).toBeHidden();
    const restored = page.waitForResponse(/tasks\.restoreMany/);
    await page.keyboard.press("Control+z");
    release();
    expect((await restored).status()).toBe(200);
    await expect(rowOf(page, "Rake the leaves")).toBeVisible();
    expect(await porter.client.tasks.counts.query({})).toMatchObject({ todo: 1, done: 3 });
  });
});

test("tasks are drawn to their place; a line is understood while it is typed; subtasks, comments, history", async ({
  porter,
  page,
  context,
}) => {
  await test.step("tasks are drawn to their place, in the list and on the board, and chosen ones go together", async () => {
    for (const title of ["Three", "Two", "One"]) await porter.client.tasks.create.mutate({ title });
    await porter.client.tasks.create.mutate({ title: "Begun", status: "in_progress" });
    await page.goto("/tasks");
    const second = await context.newPage();
    await second.goto("/tasks");
    await page.bringToFront();
    await expect.poll(() => titlesIn(page, "To do")).toEqual(["One", "Two", "Three"]);

    await rowOf(page, "Three").dragTo(rowOf(page, "One"), { targetPosition: { x: 200, y: 4 } });
    for (const tab of [page, second])
      await expect.poll(() => titlesIn(tab, "To do")).toEqual(["Three", "One", "Two"]);

    // The first two, into the other group, in front of what is there.
    await rowOf(page, "Three").getByRole("checkbox").check();
    await rowOf(page, "One")
      .getByRole("checkbox")
      .click({ modifiers: ["Shift"] });
    await rowOf(page, "One").dragTo(rowOf(page, "Begun"), { targetPosition: { x: 200, y: 4 } });
    await expect.poll(() => titlesIn(page, "In progress")).toEqual(["Three", "One", "Begun"]);

    const bar = page.getByRole("toolbar", { name: "Change the chosen tasks" });
    await bar.getByRole("combobox", { name: "Set the priority" }).selectOption("Urgent");
    const urgent = async () => (await porter.client.tasks.list.query({ priority: "urgent" })).items.length;
    await expect.poll(urgent).toBe(2);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(urgent).toBe(0);

    await page.getByRole("button", { name: "Choose none" }).click();
    await page.getByRole("button", { name: "Show as a board" }).click();
    await expect(page).toHaveURL("/tasks?view=board");
    const column = (name: string) => page.getByRole("region", { name, exact: true });
    await column("To do").getByRole("link", { name: "Two" }).dragTo(column("Done"));
    await expect(column("Done").getByRole("link", { name: "Two" })).toBeVisible();
    await expect.poll(async () => (await porter.client.tasks.counts.query({})).done).toBe(1);
  });

  await test.step("a line is understood while it is typed; a task that repeats comes again when it is done", async () => {
    await goTo(page, "/tasks");
    const line = page.getByRole("textbox", { name: "New task" });
    await line.fill("Pay rent tomorrow 9am #home !high every week");
    const preview = page.getByRole("main").locator("[aria-live]").first();
    for (const words of ["Pay rent", "Tomorrow 09:00", "#home", "High", "every week"])
      await expect(preview).toContainText(words);
    await line.press("Enter");
    const row = rowOf(page, "Pay rent");
    await expect(row).toContainText("Tomorrow 09:00");
    await expect(row).toContainText("High priority");

    const [first] = (await porter.client.tasks.list.query({ query: "rent" })).items;
    await row.getByRole("button", { name: "Mark #5 as done" }).click();
    await expect(row.getByRole("button", { name: "Mark #6 as done" })).toBeVisible();
    const [next] = (await porter.client.tasks.list.query({ query: "rent", status: "todo" })).items;
    expect(next).toMatchObject({ title: "Pay rent", tags: ["home"], previousId: first?.id });
    const days = ((next?.dueAt?.getTime() ?? 0) - (first?.dueAt?.getTime() ?? 0)) / 86_400_000;
    expect(Math.round(days)).toBe(7); // a week that a clock change may make an hour longer or shorter
    await page.getByText("Closed “Pay rent”").locator("..").getByRole("button", { name: "Undo" }).click();
    await expect(row.getByRole("button", { name: "Mark #5 as done" })).toBeVisible();
    await expect(row.getByRole("button", { name: "Mark #6 as done" })).toHaveCount(0);
  });

  await test.step("subtasks, comments and the history of a task, with the way back", async () => {
    const task = await porter.client.tasks.create.mutate({ title: "Move house", priority: "low" });
    await goTo(page, `/tasks/${task.id}`);
    const panel = page.getByRole("complementary", { name: "Task" });
    const add = panel.getByRole("textbox", { name: "New subtask" });
    for (const title of ["Pack", "Drive"]) {
      await add.fill(title);
      await add.press("Enter");
      await expect(panel.getByRole("listitem").getByRole("link", { name: title })).toBeVisible();
    }
    await panel.getByRole("listitem").filter({ hasText: "Pack" }).getByRole("button").click();
    await expect(panel.getByRole("region", { name: "Subtasks" })).toContainText("1 of 2 done");
    await expect(rowOf(page, "Move house")).toContainText("1/2");

    await panel.getByRole("textbox", { name: "New comment" }).fill("The van is **booked**.");
    await panel.getByRole("button", { name: "Comment", exact: true }).click();
    await expect(panel.locator("strong", { hasText: "booked" })).toBeVisible();
    await porter.client.comments.add.mutate({ taskId: task.id, text: "From a script" });
    await expect(panel.getByText("From a script")).toBeVisible();

    await panel.getByRole("combobox", { name: "Priority" }).selectOption("Urgent");
    await panel.getByText("History").click();
    await panel.getByRole("button", { name: /^Undo: changed the priority from low to urgent/ }).click();
    await expect(panel.getByRole("combobox", { name: "Priority" })).toHaveValue("low");
    await expect
      .poll(async () => (await porter.client.tasks.get.query({ id: task.id })).priority)
      .toBe("low");

    await panel.getByRole("listitem").getByRole("link", { name: "Drive" }).click();
    await expect(panel.getByRole("textbox", { name: "Title" })).toHaveValue("Drive");
    await panel.getByRole("link", { name: "Part of Move house" }).click();
    await expect(panel.getByRole("textbox", { name: "Title" })).toHaveValue("Move house");
  });
});

test.describe("while the server is away", () => {
  test.use({ tolerated: SERVER_GONE, serviceWorkers: "allow" });

  test("what is changed waits, also over a reload, and is sent when it is back", async ({
    api,
    porter,
    page,
  }) => {
    await porter.client.tasks.create.mutate({ title: "Water the ferns" });
    await page.goto("/tasks");
    await expect(rowOf(page, "Water the ferns")).toBeVisible();
    await expect(connection(page, "Live")).toBeVisible();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await porter.stop();
    await rowOf(page, "Water the ferns").getByRole("button", { name: "Mark #1 as done" }).click();
    await page.getByRole("textbox", { name: "New task" }).fill("Buy ferns tomorrow");
    await page.keyboard.press("Enter");
    await expect(rowOf(page, "Buy ferns tomorrow")).toBeVisible();
    await page.reload();

    await using again = await startPorter({ api, home: porter.home, port: porter.port });
    await expect
      .poll(async () => (await again.client.tasks.list.query({ sort: "created" })).items)
      .toMatchObject([
        { title: "Buy ferns", status: "todo" },
        { title: "Water the ferns", status: "done" },
      ]);
    await expect(rowOf(page, "Buy ferns")).toBeVisible();
    await expect(rowOf(page, "Buy ferns tomorrow")).toHaveCount(0);
  });
});
