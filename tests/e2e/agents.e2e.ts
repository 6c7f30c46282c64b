import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pause, text, toolUse } from "../support/messages-api.ts";
import { NO_CLAUDE } from "../support/agent-token.ts";
import { chatOf, expect, say, statusOf, test } from "./support.ts";

// The answer to a folder that is not allowed.
test.use({ tolerated: /status of 403/ });

test("an agent is started in a chosen folder, with chosen permissions", async ({ api, porter, page }) => {
  const folder = join(porter.home, "porter", "shed");
  mkdirSync(folder, { recursive: true });
  api.when("Where are you", [[toolUse("Bash", { command: "pwd" })], [text("In the shed.")]]);
  await page.goto("/agents");
  await page.getByRole("textbox", { name: "Prompt" }).fill("Where are you?");
  await page.getByText("Options").click();
  await page.getByRole("combobox", { name: "Permissions" }).selectOption("Do everything without asking");

  await page.getByLabel("Folder").fill("/etc");
  await page.getByRole("button", { name: "Start an agent" }).click();
  await expect(page.getByRole("alert")).toContainText("Agents may not work in /etc");
  await page.getByLabel("Folder").fill(folder);
  await page.keyboard.press("Enter");

  await expect(chatOf(page).getByText("In the shed.")).toBeVisible();
  await chatOf(page).locator("summary", { hasText: "Bash" }).click();
  await expect(chatOf(page).locator("pre", { hasText: folder })).toBeVisible();
  const [session] = (await porter.client.agents.list.query({})).items;
  expect(session).toMatchObject({ cwd: folder, permissionMode: "bypassPermissions" });
});

test("a message is marked as queued from when it is sent until its turn comes", async ({
  api,
  porter,
  page,
}) => {
  const [look, end, next] = [api.gate(), api.gate(), api.gate()];
  api.when("FIRST", [
    [text("Let me see."), pause(look), toolUse("Glob", { pattern: "*" })],
    [text("Nothing is there."), pause(end)],
  ]);
  api.when("SECOND", [[text("Then I make it."), pause(next)]]);
  const session = await porter.client.agents.start.mutate({ prompt: "FIRST look" });
  await page.goto(`/agents/${session.id}`);
  const note = page.getByRole("region", { name: "Queued" }).getByText("SECOND make it");
  await expect(chatOf(page).getByText("Let me see.")).toBeVisible();
  await expect(note).toHaveCount(0);

  await say(page, "SECOND make it");
  await expect(note).toBeVisible();
  // The running turn's own calls and answers come behind it, and it goes on waiting.
  look.open();
  await expect(chatOf(page).getByText("Nothing is there.")).toBeVisible();
  await expect(note).toBeVisible();
  await expect(chatOf(page).getByText("Working…")).toHaveCount(0);
  end.open();
  await expect(chatOf(page).getByText("Then I make it.")).toBeVisible();
  await expect(note).toHaveCount(0);

  await page.getByRole("textbox", { name: "Message" }).press("Escape");
  await expect(statusOf(page, "Interrupted")).toBeVisible();
  await expect(chatOf(page).getByText("Then I make it.")).toBeVisible();
});

test("an answer can be read before its formatting is loaded", async ({ api, porter, page }) => {
  api.when("FORMAT", [[text("It is **good**.\n\nAnd it is well.")]]);
  const session = await porter.client.agents.start.mutate({ prompt: "FORMAT it" });
  const loaded = api.gate();
  await page.route(/\/assets\/markdown-(?!text)/, async (route) => {
    await loaded.opened;
    await route.continue();
  });
  await page.goto(`/agents/${session.id}`);
  const paragraphs = chatOf(page).getByRole("paragraph");
  await expect(paragraphs).toHaveText(["It is **good**.", "And it is well."]);
  await expect(statusOf(page, "Completed")).toBeVisible();
  const before = await paragraphs.last().boundingBox();
  loaded.open();
  await expect(chatOf(page).getByRole("strong")).toHaveText("good");
  expect(await paragraphs.last().boundingBox()).toMatchObject({ y: before?.y, height: before?.height });
});

test("the list says what each agent does right now and what it waits for, live and after a reload", async ({
  api,
  porter,
  page,
}) => {
  const look = api.gate();
  // Reads a pipe that nobody writes to: the call stays at work.
  const call = toolUse("Bash", { command: "mkfifo hole; cat hole" });
  api.when("DIG", [[text("The posts are old.\nFirst the roots"), pause(look), call]]);
  api.when("ASK", [[toolUse("Bash", { command: "rm -r ./old" })]]);
  api.when("TELL", [[text("It is done.")]]);
  const rows = page.getByRole("main").getByRole("link", { name: /DIG|ASK|TELL/ });
  await page.goto("/agents");
  const { start } = porter.client.agents;
  await start.mutate({ prompt: "DIG the holes", permissionMode: "bypassPermissions" });
  await start.mutate({ prompt: "ASK before" });
  await start.mutate({ prompt: "TELL me" });
  await expect(rows).toHaveText([
    /DIG the holes.*Running: First the roots/,
    /ASK before.*Waits for you · Bash: rm -r .\/old/,
    /TELL me.*Completed/,
  ]);
  look.open();
  await expect(rows.first()).toHaveText(/Running: Bash: mkfifo hole; cat hole/);
  await page.reload();
  await expect(rows.first()).toHaveText(/Running: Bash: mkfifo hole; cat hole/);
  await expect(rows.nth(1)).toHaveText(/Waits for you · Bash/);

  // Filters and order stand in the address, and come back with it.
  const chip = (name: string) => page.getByRole("button", { name, exact: true });
  await chip("Completed").click();
  await expect(rows).toHaveText([/TELL/]);
  await chip("Waits for you").click();
  await page.getByRole("combobox", { name: "Order" }).selectOption("Cost");
  await expect(rows).toHaveText([/ASK/, /TELL/]);
  await expect(page).toHaveURL(/\/agents\?status=waiting%2Ccompleted&sort=cost$/);
  await page.getByRole("searchbox", { name: "Search sessions" }).fill("tell");
  await expect(rows).toHaveText([/TELL/]);
  await rows.click();
  await expect(chatOf(page)).toBeVisible();
  await page.goBack();
  await expect(rows).toHaveText([/TELL/]);
  await expect(chip("Completed")).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("combobox", { name: "Order" })).toHaveValue("cost");
  await page.getByRole("searchbox").fill("nobody said this");
  await expect(page.getByText("No session matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(rows).toHaveCount(3);
});

test.describe("many sessions", () => {
  test.use({ config: NO_CLAUDE });

  test("come page by page as one scrolls, and going back finds the place again", async ({ porter, page }) => {
    for (let index = 0; index < 70; index++)
      await porter.client.agents.start.mutate({ prompt: `Look at post ${index}` });
    await page.goto("/agents");
    const rows = page.getByRole("main").getByRole("link", { name: /Look at post/ });
    await expect(page.getByRole("region", { name: "At work" })).toHaveCount(0);
    await page.mouse.move(700, 700);
    await expect(async () => {
      await page.mouse.wheel(0, 5_000);
      await expect(rows).toHaveCount(70, { timeout: 200 });
    }).toPass();
    const last = rows.filter({ hasText: /Look at post 3$|Look at post 3Failed/ });
    await last.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    expect(before).toBeGreaterThan(1_000);
    await last.click();
    await expect(chatOf(page)).toBeVisible();
    await page.goBack();
    await expect(rows).toHaveCount(70);
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(before);
  });
});
