import { expect, PHONE, rowOf, test } from "./support.ts";

const field = { title: "Title", description: "Description" } as const;

test("a task is written, edited in place, and another tab shows it all along", async ({
  porter,
  page,
  context,
}) => {
  await page.goto("/tasks");
  await expect(page.getByRole("heading", { name: "No tasks yet" })).toBeVisible();
  const second = await context.newPage();
  await second.goto("/tasks");
  await page.bringToFront();

  await page.getByRole("textbox", { name: "New task" }).fill("Paint the fnece");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "New task" })).toHaveValue("");
  await expect(rowOf(second, "Paint the fnece")).toBeVisible();

  await rowOf(page, "Paint the fnece").getByRole("link", { name: "Paint the fnece" }).click();
  const panel = page.getByRole("complementary", { name: "Task" });
  await panel.getByRole("textbox", { name: field.title }).fill("Paint the fence");
  await page.keyboard.press("Enter");
  await panel.getByRole("textbox", { name: field.description }).fill("Both sides.");
  await panel.getByRole("combobox", { name: "Priority" }).selectOption("Urgent");
  await panel.getByRole("combobox", { name: "Status" }).selectOption("In progress");
  await panel.getByLabel("Due").fill("2031-05-04");
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
  await panel.getByRole("textbox", { name: field.description }).fill("Both sides, and the gate.");
  await row.getByRole("button", { name: "Mark #1 as done" }).click();
  await expect(panel.getByRole("combobox", { name: "Status" })).toHaveValue("done");
  await expect(panel.getByRole("textbox", { name: field.description })).toHaveValue(
    "Both sides, and the gate.",
  );
});

test("filters stand in the address: reload, back and forward keep them", async ({ porter, page }) => {
  const create = porter.client.tasks.create;
  await create.mutate({ title: "Rent", priority: "high", tags: ["home"] });
  await create.mutate({ title: "Rental car", priority: "low" });
  await create.mutate({ title: "Roof", priority: "high", status: "done" });
  await page.goto("/tasks");
  await expect(rowOf(page, "Rental car")).toBeVisible();

  await page.getByRole("searchbox", { name: "Search tasks" }).fill("ren");
  await page.getByRole("combobox", { name: "Priority" }).selectOption("High");
  await page.getByRole("button", { name: "Show only the tag home" }).click();
  await expect(page).toHaveURL(/\?(?=.*q=ren)(?=.*priority=high)(?=.*tag=home)/);
  const filtered = page.url();
  const isFiltered = async () => {
    await expect(rowOf(page, "Rent")).toBeVisible();
    await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(1);
    await expect(page.getByRole("searchbox", { name: "Search tasks" })).toHaveValue("ren");
    await expect(page.getByRole("combobox", { name: "Priority" })).toHaveValue("high");
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

test("a deleted task is gone in every tab, and comes back with Undo", async ({ porter, page, context }) => {
  const task = await porter.client.tasks.create.mutate({ title: "Keep me", tags: ["dear"] });
  const second = await context.newPage();
  await second.goto("/tasks");
  await page.bringToFront();
  await page.goto(`/tasks/${task.id}`);
  await page.getByRole("button", { name: "Delete task" }).click();
  await expect(page).toHaveURL("/tasks");
  for (const tab of [page, second])
    await expect(tab.getByRole("heading", { name: "No tasks yet" })).toBeVisible();

  await page.getByRole("button", { name: "Undo" }).click();
  for (const tab of [page, second]) await expect(rowOf(tab, "Keep me")).toBeVisible();
  expect(await porter.client.tasks.get.query({ id: task.id })).toMatchObject({
    title: "Keep me",
    tags: ["dear"],
  });
});

test("create, edit, complete and delete with the keyboard alone", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "First steps" })).toBeVisible();
  const { keyboard } = page;
  await keyboard.press("g");
  await keyboard.press("t");
  await expect(page.getByRole("heading", { name: "No tasks yet" })).toBeVisible();
  await keyboard.press("c");
  await keyboard.type("Wax the floor");
  await keyboard.press("Enter");
  const link = rowOf(page, "Wax the floor").getByRole("link");
  await expect(link).toBeVisible();

  await keyboard.press("Escape");
  const reach = async (name: string | RegExp) => {
    const target = page
      .locator(":focus")
      .and(page.getByRole("button", { name }).or(page.getByRole("link", { name })));
    for (let presses = 0; presses < 40 && (await target.count()) === 0; presses++)
      await keyboard.press("Tab");
    await expect(target).toBeFocused();
  };
  await reach("Wax the floor");
  await keyboard.press("Enter");
  const title = page.getByRole("textbox", { name: field.title });
  await expect(title).toBeVisible();
  await reach("Start an agent");
  await keyboard.press("Shift+Tab");
  await expect(title).toBeFocused();
  await keyboard.press("End");
  await keyboard.type(" twice");
  await keyboard.press("Enter");
  await expect(rowOf(page, "Wax the floor twice")).toBeVisible();

  await page.locator("body").press("Escape");
  await reach("Mark #1 as done");
  await keyboard.press("Enter");
  await expect(page.getByText("No tasks here.")).toBeVisible();
  await reach(/^Done/);
  await keyboard.press("Enter");
  await reach("Wax the floor twice");
  await keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Status" }).last()).toHaveValue("done");
  await reach("Delete task");
  await keyboard.press("Enter");
  await reach("Undo");
  await expect(page.getByRole("heading", { name: "No tasks yet" })).toBeVisible();
});

test.describe("on a phone", () => {
  test.use(PHONE);

  test("a task is written, opened, changed and left by touch", async ({ porter, page }) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tasks" }).tap();
    await expect(page.getByRole("heading", { name: "No tasks yet" })).toBeVisible();
    await page.getByRole("textbox", { name: "New task" }).fill("Water the ferns");
    await page.getByRole("button", { name: "Add task" }).tap();
    await rowOf(page, "Water the ferns").getByRole("link").tap();
    const panel = page.getByRole("complementary", { name: "Task" });
    await expect(panel.getByRole("textbox", { name: field.title })).toHaveValue("Water the ferns");
    await panel.getByRole("combobox", { name: "Priority" }).selectOption("High");
    await panel.getByRole("button", { name: "Back to the tasks" }).tap();
    await expect(rowOf(page, "Water the ferns")).toContainText("High priority");
    await rowOf(page, "Water the ferns").getByRole("button", { name: "Mark #1 as done" }).tap();
    await expect.poll(async () => (await porter.client.tasks.list.query({})).items[0]?.status).toBe("done");

    // Nothing sticks out to the side, and what is to be touched is large enough.
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBe(0);
    const small = await page
      .getByRole("main")
      .getByRole("button")
      .filter({ visible: true })
      .evaluateAll((buttons) =>
        buttons
          .filter((button) => button.getBoundingClientRect().height < 40)
          .map((button) => button.textContent),
      );
    expect(small).toEqual([]);
  });
});
