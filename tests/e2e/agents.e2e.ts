import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { said } from "../support/claude-transcript.ts";
import { pause, text, toolUse } from "../support/messages-api.ts";
import type { Porter } from "../support/server.ts";
import { chatOf, expect, importSession, say, statusOf, test } from "./support.ts";

// The answer to a folder that is not allowed.
test.use({ tolerated: /status of 403/ });

test("an agent is started with what is chosen, its answer is there before its formatting, a message waits its turn", async ({
  api,
  porter,
  page,
}) => {
  const folder = join(porter.home, "porter", "shed");
  mkdirSync(folder, { recursive: true });
  const chat = chatOf(page);

  await test.step("it is started in a chosen folder, with chosen permissions", async () => {
    const words = "In the **shed**.\n\nAnd it is well.";
    api.when("Where are you", [[toolUse("Bash", { command: "pwd" })], [text(words)]]);
    const loaded = api.gate();
    await page.route(/\/assets\/markdown-(?!text)/, async (route) => {
      await loaded.opened;
      await route.continue();
    });
    await page.goto("/agents");
    await page.getByRole("textbox", { name: "Prompt" }).fill("Where are you?");
    await page.getByText("Options").click();
    await page.getByRole("combobox", { name: "Permissions" }).selectOption("Do everything without asking");
    await page.getByLabel("Folder").fill("/etc");
    await page.getByRole("button", { name: "Start an agent" }).click();
    await expect(page.getByRole("alert")).toContainText("Agents may not work in /etc");
    await page.getByLabel("Folder").fill(folder);
    await page.keyboard.press("Enter");

    const paragraphs = chat.getByRole("paragraph");
    await expect(paragraphs).toHaveText(["In the **shed**.", "And it is well."]);
    await expect(statusOf(page, "Completed")).toBeVisible();
    const before = await paragraphs.last().boundingBox();
    loaded.open();
    await expect(chat.getByRole("strong")).toHaveText("shed");
    expect(await paragraphs.last().boundingBox()).toMatchObject({ y: before?.y, height: before?.height });
    await chat.locator("summary", { hasText: "Bash" }).click();
    await expect(chat.locator("pre", { hasText: folder })).toBeVisible();
    const [session] = (await porter.client.agents.list.query({})).items;
    expect(session).toMatchObject({ cwd: folder, permissionMode: "bypassPermissions" });
  });

  await test.step("a message is marked as queued from when it is sent until its turn comes", async () => {
    const [look, end, next] = [api.gate(), api.gate(), api.gate()];
    api.when("FIRST", [
      [text("Let me see."), pause(look), toolUse("Glob", { pattern: "*" })],
      [text("Nothing is there."), pause(end)],
    ]);
    api.when("SECOND", [[text("Then I make it."), pause(next)]]);
    const note = page.getByRole("region", { name: "Queued" }).getByText("SECOND make it");
    await say(page, "FIRST look");
    await expect(chat.getByText("Let me see.")).toBeVisible();
    await expect(note).toHaveCount(0);

    await say(page, "SECOND make it");
    await expect(note).toBeVisible();
    // The running turn's own calls and answers come behind it, and it goes on waiting.
    look.open();
    await expect(chat.getByText("Nothing is there.")).toBeVisible();
    await expect(note).toBeVisible();
    await expect(chat.getByText("Working…")).toHaveCount(0);
    end.open();
    await expect(chat.getByText("Then I make it.")).toBeVisible();
    await expect(note).toHaveCount(0);

    await page.getByRole("textbox", { name: "Message" }).press("Escape");
    await expect(statusOf(page, "Interrupted")).toBeVisible();
    await expect(chat.getByText("Then I make it.")).toBeVisible();
  });
});

test("the list says what each agent does right now and what it waits for, live and after a reload; many come page by page", async ({
  api,
  porter,
  page,
}) => {
  const look = api.gate();
  // Reads a pipe that nobody writes to: the call stays at work.
  const call = toolUse("Bash", { command: "mkfifo hole; cat hole" });
  api.when("DIG", [[text("The posts are old.\nFirst the roots"), pause(look), call]]);
  api.when("ASK", [[toolUse("Bash", { command: "rm -r ./old" })]]);
  const rows = page.getByRole("main").getByRole("link", { name: /DIG|ASK|TELL/ });
  await page.goto("/agents");
  const { start } = porter.client.agents;
  await start.mutate({ prompt: "DIG the holes", permissionMode: "bypassPermissions" });
  await start.mutate({ prompt: "ASK before" });
  await importSession(porter, [{ user: "TELL me" }, { assistant: [said("It is done.")] }]);
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

  await test.step("many come page by page as one scrolls, and going back finds the place again", async () => {
    addSessions(porter, 70);
    await page.goto("/agents");
    const many = page.getByRole("main").getByRole("link", { name: /Look at post/ });
    await expect(many.first()).toBeVisible();
    await expect(async () => {
      // Not by the wheel, after which the page glides on.
      await many.last().scrollIntoViewIfNeeded();
      await expect(many).toHaveCount(70, { timeout: 200 });
    }).toPass();
    await many.last().scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    expect(before).toBeGreaterThan(1_000);
    await many.last().click();
    await expect(chatOf(page)).toBeVisible();
    await page.goBack();
    await expect(many).toHaveCount(70);
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(before);
  });
});

/** Writes sessions that have ended past the server, each older than all that were there: an agent each would cost much. */
function addSessions({ dataDir }: Porter, count: number): void {
  using database = new Database(join(dataDir, "porter.db"));
  database.run("PRAGMA busy_timeout = 10000");
  database.transaction(() => {
    database.run("CREATE TEMP TABLE copy AS SELECT * FROM sessions WHERE status = 'completed' LIMIT 1");
    const age = database.query(
      "UPDATE copy SET id = ?, title = ?, created_at = created_at - 60000, updated_at = updated_at - 60000",
    );
    for (let post = 0; post < count; post++) {
      age.run(Bun.randomUUIDv7(), `Look at post ${post}`);
      database.run("INSERT INTO sessions SELECT * FROM copy");
    }
  })();
}
