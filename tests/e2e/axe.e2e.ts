import type { Page } from "@playwright/test";
import { expectNoViolations } from "./axe-check.ts";
import { fillHouse, fillTasks } from "./full-house.ts";
import { chatOf, expect, goTo, PHONE, rowOf, test } from "./support.ts";

/** Both themes on a wide screen and once on a phone: what is there more on a phone are its bars. */
const themesOf = (page: Page) => ((page.viewportSize()?.width ?? 0) > 600 ? undefined : (["light"] as const));
const check = (page: Page, state: string) => expectNoViolations(page, state, themesOf(page));

/** Neither the app nor what checks it is loaded anew for each page. */
async function open(page: Page, path: string, settled: string): Promise<void> {
  if (page.url() === "about:blank") await page.goto(path);
  else await goTo(page, path);
  await expect(page.getByText(settled).filter({ visible: true }).first()).toBeVisible();
}

async function visit(page: Page, path: string, settled: string): Promise<void> {
  await open(page, path, settled);
  await check(page, path);
}

// The answers to what is asked for and is not there.
test.use({ tolerated: /status of 40[1345]/ });

const LAYOUTS = [
  { name: "wide", use: { viewport: { width: 1440, height: 900 } } },
  { name: "phone", use: PHONE },
];

test("empty pages have no accessibility violations", async ({ porter, page }) => {
  await visit(page, "/", "Write a task");
  await visit(page, "/tasks", "No tasks yet");
  await visit(page, "/agents", "No agent has worked here yet");
  await visit(page, "/integrations", "None is on");
  await visit(page, "/agents/00000000-0000-7000-8000-000000000000", "No such session");
  await open(page, "/tasks/00000000-0000-7000-8000-000000000000", "This task is gone");
  await expectNoViolations(page, "no such task", ["light"]);
  await open(page, "/nowhere", "No such place");
  await expectNoViolations(page, "no such page", ["light"]);
  await porter.client.tasks.create.mutate({ title: "Plan the garden" });
  await visit(page, "/", "Start an agent on “Plan the garden”");
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await expect(page.getByText("Where the key is")).toBeVisible();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await check(page, "sign-in refused");
});

test("full pages and chats have no accessibility violations", async ({ api, porter, page }) => {
  const house = await fillHouse(api, porter);
  await visit(page, "/", "Open tasks");
  await open(page, "/agents", "Earlier");
  await page.getByText("Options").click();
  await page.getByLabel("Folder", { exact: true }).fill("/etc");
  await page.getByLabel("Prompt").fill("Look around");
  await page.getByRole("button", { name: "Start an agent" }).click();
  await expect(page.getByRole("alert")).toContainText("/etc");
  await check(page, "folder that is not allowed");

  await open(page, `/agents/${house.article}`, "That is all.");
  for (const call of ["Bash", "Read"]) await chatOf(page).locator("summary", { hasText: call }).click();
  await check(page, "open tool calls");
  await visit(page, `/agents/${house.command}`, "May the agent run this command");
  await page.getByRole("button", { name: "Deny with a word" }).click();
  await expectNoViolations(page, "denial", ["light"]);
  await visit(page, `/agents/${house.question}`, "Which wood");
  await visit(page, `/agents/${house.failed}`, "This turn failed");
  await open(page, `/agents/${house.atWork}`, "I have begun");
  for (const name of ["Session details", /^Notifications/, "Account"]) {
    await page.getByRole("button", { name }).click();
    await check(page, String(name));
    await page.keyboard.press("Escape");
  }
});

for (const { name, use } of LAYOUTS) {
  test.describe(name, () => {
    test.use(use);

    test("the pages of tasks and everything that opens on them have no accessibility violations", async ({
      porter,
      page,
    }) => {
      const rent = await fillTasks(porter);
      await open(page, "/tasks", "Pay the rent");
      await page.getByRole("textbox", { name: "New task" }).fill("Call the bank friday 9am #money !high");
      await expect(page.getByText("Fri", { exact: false }).or(page.getByText("09:00")).first()).toBeVisible();
      const filters = page.getByRole("button", { name: "Filters" });
      if (await filters.isVisible()) await filters.click();
      await page.getByRole("button", { name: /^Tags:/ }).click();
      await check(page, "quick add and a filter");
      await page.keyboard.press("Escape");
      if (await filters.isVisible()) await page.getByRole("button", { name: "Choose tasks" }).click();
      await rowOf(page, "Pay the rent").getByRole("checkbox").check();
      await expect(page.getByRole("toolbar")).toBeVisible();
      await check(page, "chosen tasks");
      await visit(page, "/tasks?view=board&tag=home", "Pay the rent");
      await visit(page, "/tasks?q=nowhere", "Nothing found");
      await open(page, `/tasks/${rent.id}`, "Look up the account");
      await page.getByText("History").click();
      await page.getByRole("button", { name: "Edit the comment" }).click();
      await check(page, "history and an open comment");
      // On a wide screen `start-on-task.e2e.ts` and `palette.e2e.ts` open these.
      if (name === "wide") return;
      await page.getByRole("button", { name: "Choose how it starts" }).click();
      await page.getByText("Options").click();
      await expect(page.getByLabel("Profile")).toBeVisible();
      await check(page, "how an agent starts on a task");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog")).toBeVisible();
      await check(page, "shortcuts");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search and commands" }).fill("rent");
      await expect(page.getByRole("option", { name: /Pay the rent/ })).toBeVisible();
      await check(page, "⌘K");
    });
  });
}
