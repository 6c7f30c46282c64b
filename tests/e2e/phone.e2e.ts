import { expectNoViolations } from "./axe-check.ts";
import { said, writeTranscript } from "../support/claude-transcript.ts";
import { chatOf, expect, goTo, importSession, PHONE, rowOf, test } from "./support.ts";

test.use({ ...PHONE, config: '[integrations]\nenabled = ["tasks", "webhook"]' });

test("by touch: the integrations, a task from its writing to its end, ⌘K, tokens, the import and a session's menu, the bell and the inbox", async ({
  porter,
  page,
}) => {
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

  await test.step("the account's menu leads to the integrations, and all of them can be touched", async () => {
    await page.goto("/");
    await page.getByRole("button", { name: "Account" }).filter({ visible: true }).tap();
    await page.getByRole("link", { name: "Integrations" }).filter({ visible: true }).tap();
    await expect(page).toHaveURL("/integrations");
    const row = rowOf(page, "Tasks");
    await expect(row).toContainText("Works");
    const toggle = page.getByRole("switch", { name: "Tasks", exact: true });
    const size = await toggle.boundingBox();
    expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(44);
    await toggle.tap();
    await expect(row).toContainText("Off");
    await page.getByRole("button", { name: "Undo" }).tap();
    await expect(row).toContainText("Works");
    await row.getByRole("link").tap();
    await page.getByRole("button", { name: "Create a task" }).tap();
    await expect(page.getByRole("textbox", { name: /^Title/ })).toBeVisible();
    await expectNoViolations(page, "an integration on a phone", ["light"]);
    expect(await overflow()).toBe(0);
  });

  await test.step("a task is written, opened, changed and left", async () => {
    await goTo(page, "/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tasks" }).tap();
    await expect(page.getByRole("heading", { name: "No tasks yet" })).toBeVisible();
    await page.getByRole("textbox", { name: "New task" }).fill("Water the ferns");
    await page.getByRole("button", { name: "Add task" }).tap();
    await rowOf(page, "Water the ferns").getByRole("link").tap();
    const panel = page.getByRole("complementary", { name: "Task" });
    await expect(panel.getByRole("textbox", { name: "Title" })).toHaveValue("Water the ferns");
    await panel.getByRole("combobox", { name: "Priority" }).selectOption("High");
    await panel.getByRole("button", { name: "Back to the tasks" }).tap();
    await expect(rowOf(page, "Water the ferns")).toContainText("High priority");
    await rowOf(page, "Water the ferns").getByRole("button", { name: "Mark #1 as done" }).tap();
    await expect.poll(async () => (await porter.client.tasks.list.query({})).items[0]?.status).toBe("done");

    // Nothing sticks out to the side, and what is to be touched is large enough.
    expect(await overflow()).toBe(0);
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

  await test.step("⌘K fills the screen and finds", async () => {
    const task = await porter.client.tasks.create.mutate({ title: "Mend the fence" });
    const field = page.getByRole("combobox", { name: "Search and commands" });
    const palette = page.getByRole("dialog", { name: "Search and commands" });
    const open = page.getByRole("button", { name: "Search and commands" }).filter({ visible: true });
    await goTo(page, "/");
    await open.tap();
    await expect(field).toBeFocused();
    expect(await palette.boundingBox()).toMatchObject({ x: 0, y: 0, width: 390, height: 844 });
    await field.fill("fen");
    const found = palette.getByRole("option").filter({ hasText: "Mend the fence" });
    expect((await found.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await found.tap();
    await expect(page).toHaveURL(`/tasks/${task.id}`);
    await expect(palette).toHaveCount(0);
    await open.tap();
    await page.getByRole("button", { name: "Close" }).tap();
    await expect(palette).toHaveCount(0);
  });

  await test.step("the settings fit, a sign-in link is made; a token that was made in another tab is there, and its dialog fits", async () => {
    await goTo(page, "/settings");
    await expect(page.getByRole("checkbox", { name: "Agent failed: Push" })).toBeVisible();
    await page.getByRole("button", { name: "Make a sign-in link" }).tap();
    await expect(page.getByRole("textbox", { name: "Sign-in link" })).toHaveValue(/\/sign-in#/);
    await expectNoViolations(page, "settings on a phone", ["light"]);
    expect(await overflow()).toBe(0);
    const tokens = page.getByRole("region", { name: "Tokens" });
    await expect(tokens).toContainText("None yet");
    await porter.client.tokens.create.mutate({ name: "Elsewhere", scope: "owner", days: 1 });
    await expect(tokens.getByRole("listitem")).toContainText("Everything · not used yet · ends in");
    await tokens.getByRole("button", { name: "New token" }).tap();
    const dialog = page.getByRole("dialog", { name: "New token" });
    await dialog.getByLabel("Name").fill("Phone");
    await dialog.getByLabel("It ends").selectOption("Never");
    await dialog.getByRole("radio", { name: /^Read/ }).check();
    await expectNoViolations(page, "the form of a token", ["light"]);
    await dialog.getByRole("button", { name: "Make the token" }).tap();
    await expect(dialog.getByRole("textbox", { name: "Token" })).toBeVisible();
    expect(await overflow()).toBe(0);
    await expectNoViolations(page, "a token that was made", ["light"]);
    await dialog.getByRole("button", { name: "Done" }).tap();
    await expect(tokens.getByRole("listitem").first()).toContainText("Read · not used yet · no end");
  });

  await test.step("the import and a session's menu have their place", async () => {
    const kept = await importSession(porter, [{ user: "KEEP the fence" }, { assistant: [said("Kept.")] }]);
    writeTranscript(porter.home, { cwd: kept.cwd, said: [{ user: "Paint the shed" }] });
    await goTo(page, "/agents");
    const more = page.getByRole("button", { name: "Actions for “KEEP the fence”" });
    expect(await more.boundingBox()).toMatchObject({ width: 44, height: 44 });
    await page.getByRole("button", { name: "Import from Claude" }).tap();
    await page.getByRole("button", { name: /Paint the shed/ }).tap();
    await expect(chatOf(page).getByText("Paint the shed")).toBeVisible();
    await goTo(page, `/agents/${kept.id}`);
    const fork = chatOf(page).getByRole("button", { name: "Fork from here" });
    expect(await fork.boundingBox()).toMatchObject({ width: 44, height: 44 });
  });

  await test.step("the bell leads into the inbox, and a row is done by touch", async () => {
    await goTo(page, "/");
    await porter.client.notifications.create.mutate({ title: "The backup is late" });
    await page.getByRole("button", { name: "Notifications, 1 unread" }).filter({ visible: true }).tap();
    await page.getByRole("link", { name: "Open the inbox" }).tap();
    await expect(page).toHaveURL("/notifications");
    await expectNoViolations(page, "inbox on a phone", ["light"]);
    await page.getByRole("button", { name: "Mark “The backup is late” as done" }).tap();
    await expect(page.getByRole("heading", { name: "All seen to" })).toBeVisible();
    await expectNoViolations(page, "empty inbox", ["light"]);
  });
});
