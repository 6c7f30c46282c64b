import { Database } from "bun:sqlite";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { pause, text, toolUse } from "../support/messages-api.ts";
import { agentPids, eventually } from "../support/processes.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { chatOf, connection, expect, rowOf, say, SERVER_GONE, statusOf, test } from "./support.ts";

const TASK = "Plan the garden for spring";
const ANSWER = "I will look at the garden first.";
const HALF = "Three beds are dug and";

// All of it as its owner has it.
test.use({
  signedIn: false,
  tolerated: SERVER_GONE,
  serviceWorkers: "allow",
  contextOptions: { reducedMotion: "no-preference" },
});

test("from the sign-in link to an agent that outlives kill -9 of the server", async ({
  api,
  porter,
  page,
  context,
}) => {
  // The link that the server printed signs in, and is gone from the address.
  await page.goto(porter.signInLink);
  await expect(page.getByRole("heading", { name: "First steps" })).toBeVisible();
  expect(page.url()).toBe(`${porter.url}/`);

  // The empty dashboard says what comes first, and then what comes next.
  await expect(page.getByRole("listitem").filter({ hasText: "Write a task" })).toHaveAttribute(
    "aria-current",
    "step",
  );
  await page.getByRole("textbox", { name: "New task" }).fill(TASK);
  await page.getByRole("button", { name: "Add task" }).click();
  const start = page.getByRole("button", { name: `Start an agent on “${TASK}”` });
  await expect(start).toBeVisible();

  const second = await context.newPage();
  await second.goto("/tasks");
  await expect(rowOf(second, TASK)).toBeVisible();
  await markDocument(second);

  const [watched, written] = [api.gate(), api.gate()];
  const [task] = (await porter.client.tasks.list.query({})).items;
  api.when("Work on task #1", [
    [
      pause(watched),
      text(ANSWER, { chunk: 3, delayMs: 120 }),
      pause(written),
      toolUse("mcp__porter__update_task", { id: task?.id, status: "in_progress", priority: "high" }),
    ],
    [text("The beds are **measured**.")],
  ]);
  await page.bringToFront();
  await start.click();
  await page.waitForURL(/\/agents\/[0-9a-f-]{36}$/);
  await expect(chatOf(page)).toBeVisible();
  const growth = watchGrowth(page);
  watched.open();

  // Word by word, while the agent still writes.
  await expect(chatOf(page)).toContainText(ANSWER);
  await expect(statusOf(page, "Running")).toBeVisible();
  expect(await growth).toBe(true);
  await expect(rowOf(second, TASK).getByText("updated by")).toHaveCount(0);
  written.open();

  // The call is one quiet line that opens.
  const call = chatOf(page).locator("summary", { hasText: "update_task" });
  await expect(statusOf(page, "Completed")).toBeVisible();
  await expect(chatOf(page).getByText("The beds are measured.")).toBeVisible();
  await expect(call).toHaveText(/porter · update_task/);
  await expect(chatOf(page).getByText("Result")).toHaveCount(0);
  await call.click();
  await expect(chatOf(page).getByText("Result")).toBeVisible();

  // The open list in the other tab has changed by itself, and says who did it.
  await expect(
    second.getByRole("region", { name: "In progress" }).getByRole("link", { name: TASK, exact: true }),
  ).toBeVisible();
  await expect(rowOf(second, TASK)).toContainText("High priority");
  await expect(rowOf(second, TASK)).toContainText(`updated by ${TASK}`);
  expect(await isMarked(second)).toBe(true);
  await second.bringToFront();
  await rowOf(second, TASK)
    .getByRole("link", { name: `Session ${TASK}` })
    .click();
  await expect(second).toHaveURL(page.url());
  await expect(chatOf(second).getByText("The beds are measured.")).toBeVisible();

  await page.bringToFront();

  // A follow-up is answered by the process that is warm.
  const warm = agentPids(porter);
  expect(warm).toHaveLength(1);
  api.when("And the trees", [[text("Two apple trees.")]]);
  await say(page, "And the trees?");
  for (const tab of [page, second]) await expect(chatOf(tab).getByText("Two apple trees.")).toBeVisible();
  expect(agentPids(porter)).toEqual(warm);

  await page.reload();
  for (const words of [
    `Work on task #1: ${TASK}`,
    ANSWER,
    "The beds are measured.",
    "And the trees?",
    "Two apple trees.",
  ])
    await expect(chatOf(page).getByText(words)).toBeVisible();
  await expect(call).toBeVisible();
  await expect(statusOf(page, "Completed")).toBeVisible();

  // A power cut in the middle of an answer.
  const never = api.gate();
  api.when("How far", [[text(HALF, { chunk: 4, until: never })]]);
  await say(page, "How far are they?");
  for (const tab of [page, second]) await expect(chatOf(tab)).toContainText(HALF);
  await eventually(() => isSaved(porter, HALF));
  await porter.kill();
  for (const tab of [page, second]) await expect(connection(tab, "Reconnecting")).toBeVisible();
  await expect(chatOf(page)).toContainText(HALF);

  await using again = await startPorter({ api, home: porter.home, port: porter.port });
  for (const tab of [page, second]) {
    await expect(connection(tab, "Live")).toBeVisible();
    await expect(statusOf(tab, "Interrupted")).toBeVisible();
    await expect(chatOf(tab)).toContainText(HALF);
    await expect(chatOf(tab)).toContainText("Porter was stopped");
    await expect(tab.getByRole("navigation", { name: "Agents at work" })).toHaveCount(0);
  }
  expect((await again.client.agents.list.query({ status: ["running", "queued", "waiting"] })).items).toEqual(
    [],
  );
  expect((await again.client.tasks.list.query({})).items).toMatchObject([
    { title: TASK, status: "in_progress" },
  ]);

  // The same conversation goes on: the model is told all that was said before.
  api.when("Go on", [[text("As I said: three beds.")]]);
  await say(page, "Go on.");
  for (const tab of [page, second])
    await expect(chatOf(tab).getByText("As I said: three beds.")).toBeVisible();
  const told = JSON.stringify(api.requestsWith("Go on")[0]?.messages);
  for (const words of [
    `Work on task #1: ${TASK}`,
    ANSWER,
    "And the trees?",
    "Two apple trees.",
    "How far are they?",
  ])
    expect(told).toContain(words);
  const [shown, alsoShown] = [page, second].map((tab) => chatOf(tab));
  await expect(async () => expect(await alsoShown?.textContent()).toBe(await shown?.textContent())).toPass();
  expect(await isMarked(second)).toBe(true);
});

/** Whether the answer's text comes in at least three steps, each going on from the one before. */
function watchGrowth(page: Page): Promise<boolean> {
  return page.evaluate(async (whole) => {
    const seen = new Set<string>();
    for (;;) {
      const now = document.querySelector("[role=log] .prose")?.textContent.trim() ?? "";
      if (now !== "") seen.add(now);
      if (now === whole) return seen.size >= 3 && [...seen].every((part) => whole.startsWith(part));
      await new Promise(requestAnimationFrame);
    }
  }, ANSWER);
}

/** A mark that only a reload takes away. */
const markDocument = (page: Page) =>
  page.evaluate(() => document.documentElement.setAttribute("data-mark", ""));
const isMarked = (page: Page) => page.evaluate(() => document.documentElement.hasAttribute("data-mark"));

/** What is on the screen for less than half a second need not be on the disk yet. */
function isSaved(porter: Porter, words: string): boolean {
  using database = new Database(join(porter.dataDir, "porter.db"), { readonly: true });
  return database.query("SELECT 1 FROM messages WHERE content LIKE ?").get(`%${words}%`) !== null;
}
