import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pause, text, toolUse } from "../support/messages-api.ts";
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
  const note = chatOf(page).getByText("Queued: the agent gets it when this turn has ended");
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
  await page.route(/\/assets\/markdown-/, async (route) => {
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
