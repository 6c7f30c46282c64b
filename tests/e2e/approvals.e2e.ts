import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { text, toolResultsOf, toolUse, type MessagesApi } from "../support/messages-api.ts";
import type { Porter } from "../support/server.ts";
import { expectNoViolations } from "./axe-check.ts";
import { chatOf, expect, goTo, openPalette, say, statusOf, test } from "./support.ts";

/** An agent that wants to make a file, up to where it waits. Returns the file. */
async function startWrite(api: MessagesApi, porter: Porter, page: Page): Promise<string> {
  const file = join(porter.home, "porter", "made-by-the-agent");
  api.when("make a file", [[toolUse("Bash", { command: `touch ${file}` })], [text("Understood.")]]);
  const session = await porter.client.agents.start.mutate({ prompt: "Please make a file" });
  await page.goto(`/agents/${session.id}`);
  await expect(statusOf(page, "Waits for you")).toBeVisible();
  return file;
}

const card = (page: Page) => page.getByRole("region", { name: "Waits for you" });

test("a command is allowed, another denied with words, a question answered", async ({
  api,
  porter,
  page,
}) => {
  await test.step("a command waits, and runs once it is allowed", async () => {
    const file = await startWrite(api, porter, page);
    await expect(card(page).getByRole("heading")).toHaveText("May the agent run this command?");
    await expect(card(page)).toContainText(`touch ${file}`);
    expect(existsSync(file)).toBe(false);

    // Whoever is elsewhere is told, and led here.
    await page.getByRole("link", { name: "Dashboard" }).click();
    await card(page).getByRole("link", { name: "Please make a file" }).click();
    await card(page).getByRole("button", { name: "Allow", exact: true }).click();

    await expect(chatOf(page).getByText("Understood.")).toBeVisible();
    await expect(statusOf(page, "Completed")).toBeVisible();
    await expect(card(page)).toHaveCount(0);
    expect(existsSync(file)).toBe(true);
  });

  await test.step("a denial reaches the agent with the person's words, and nothing runs", async () => {
    const file = join(porter.home, "porter", "made-on-a-sunday");
    api.when("make another", [[toolUse("Bash", { command: `touch ${file}` })], [text("Very well.")]]);
    await say(page, "Please make another");
    await card(page).getByRole("button", { name: "Deny with a word…" }).click();
    await page.keyboard.type("Not on a Sunday.");
    await page.keyboard.press("Enter");

    await expect(chatOf(page).getByText("Very well.")).toBeVisible();
    const call = chatOf(page).locator("summary", { hasText: "Bash" }).last();
    await expect(call).toContainText("denied");
    await call.click();
    await expect(chatOf(page).getByText("You said: Not on a Sunday.")).toBeVisible();
    expect(existsSync(file)).toBe(false);
    const last = api.requestsWith("make another").at(-1);
    expect(last && toolResultsOf(last).at(-1)?.text).toContain("Not on a Sunday.");
  });

  await test.step("a question is answered with an option and with own words", async () => {
    const question = (words: string, labels: string[]) => ({
      question: words,
      header: "Garden",
      multiSelect: false,
      options: labels.map((label) => ({ label, description: `${label} it is` })),
    });
    const questions = [
      question("Which fence?", ["Hazel", "Larch"]),
      question("Which gate?", ["Oak", "Iron"]),
    ];
    api.when("ask me", [[toolUse("AskUserQuestion", { questions })], [text("So be it.")]]);
    await say(page, "Please ask me");

    const answer = card(page).getByRole("button", { name: "Answer", exact: true });
    await expect(answer).toBeDisabled();
    await card(page).getByRole("radio", { name: "Larch" }).check();
    await card(page).getByRole("textbox", { name: "Own words: Which gate?" }).fill("The old one");
    await answer.click();

    await expect(chatOf(page).getByText("So be it.")).toBeVisible();
    const last = api.requestsWith("ask me").at(-1);
    const told = last && toolResultsOf(last).at(-1)?.text;
    expect(told).toContain("Larch");
    expect(told).toContain("The old one");
  });
});

test("the inbox answers what waits in all sessions by keys, ⌘K on any page; what was changed and decided is told", async ({
  api,
  porter,
  page,
}) => {
  await test.step("the inbox answers what waits in all sessions by keys: edited, always, refined", async () => {
    const file = (name: string) => join(porter.home, "porter", name);
    const change = { file_path: file("notes.md"), content: "one\ntwo\n" };
    api.when("EDITED", [[toolUse("Bash", { command: `touch ${file("wanted")}` })], [text("Done.")]]);
    api.when("ALWAYS", [[toolUse("Write", change)], [text("Done.")]]);
    // The CLI says in which file a plan is to be written.
    api.when("PLANNED", ({ messages }, call) => {
      const path = /create your plan at (\S+\.md)/.exec(JSON.stringify(messages))?.[1] ?? "";
      const content = call === 0 ? "# A fence\n\n1. Dig" : "# A hedge\n\n1. Plant";
      if (call === 0 || call === 2) return toolUse("Write", { file_path: path, content });
      return call < 4 ? toolUse("ExitPlanMode", {}) : text("Done.");
    });
    for (const prompt of ["EDITED", "ALWAYS"]) {
      await porter.client.agents.start.mutate({ prompt });
      await expect
        .poll(async () => (await porter.client.agents.approvals.query()).items.at(-1)?.session.title)
        .toBe(prompt);
    }
    await page.goto("/");
    await page.getByRole("link", { name: "Answer what waits" }).click();
    const cards = page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading") });
    await expect(cards).toHaveCount(2);
    // What begins to wait while the page stands comes by itself.
    await porter.client.agents.start.mutate({ prompt: "PLANNED", permissionMode: "plan" });
    await expect(cards).toHaveCount(3);

    await page.keyboard.press("j");
    await expect(cards.nth(0)).toBeFocused();
    await page.keyboard.press("e");
    await page.getByRole("textbox", { name: "command" }).fill(`touch ${file("made")}`);
    await page.getByRole("button", { name: "Allow with these changes" }).click();
    await expect(cards).toHaveCount(2);
    await expect(cards.nth(0)).toBeFocused();

    await expect(cards.nth(0)).toContainText("May the agent write notes.md?");
    await expect(cards.nth(0).getByRole("group", { name: /^What changes in/ })).toContainText("added: one");
    await cards.nth(0).getByRole("button", { name: "Always allow…" }).click();
    await expect(page.getByRole("radio", { name: /^Every edit of a file in/ })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(cards).toHaveCount(1);

    await page.keyboard.press("e");
    await page.keyboard.type("A hedge instead");
    await page.keyboard.press("Enter");
    await expect(cards.getByRole("heading", { name: "A hedge" })).toBeVisible();
    expect(JSON.stringify(api.requestsWith("PLANNED").at(-1)?.body)).toContain("A hedge instead");
    await page.keyboard.press("a");
    await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible();
    await expect.poll(() => existsSync(file("made"))).toBe(true);
    expect(existsSync(file("wanted"))).toBe(false);
    await expect
      .poll(() => existsSync(file("notes.md")) && readFileSync(file("notes.md"), "utf8"))
      .toBe("one\ntwo\n");
  });

  await test.step("⌘K answers on any page; what was changed and decided is told afterwards", async () => {
    const file = (name: string) => join(porter.home, "porter", name);
    // A long one, the end of which a line cannot show, and one that looks like another command.
    const long = `touch ${file("long")} ${"x".repeat(150)}`;
    const { items } = await porter.client.agents.list.query({ limit: 10 });
    const idOf = (title: string) => items.find((session) => session.title === title)?.id;
    for (const [prompt, command, id] of [
      ["SHORT", `touch ${file("short")}`, idOf("EDITED")],
      ["LONG", long, idOf("ALWAYS")],
      ["TURNED", `touch ${file("turned")} #\u202e txt.`, idOf("PLANNED")],
    ] as const) {
      api.when(prompt, [[toolUse("Bash", { command })], [text("Done.")]]);
      if (!id) throw new Error("It was there a moment ago.");
      await porter.client.agents.rename.mutate({ id, title: prompt });
      await porter.client.agents.send.mutate({ id, content: prompt });
      await expect
        .poll(async () => (await porter.client.agents.approvals.query()).items.at(-1)?.session.title)
        .toBe(prompt);
    }
    await goTo(page, "/tasks");
    await expect(page.getByRole("textbox", { name: "New task" })).toBeVisible();
    const options = page.getByRole("dialog").getByRole("option");
    await openPalette(page);
    await expect(page.getByRole("group", { name: "Waits for you" }).getByRole("option")).toHaveText([
      "Answer what waits (3)",
      /^Allow: Bash touch .*turned #‹U\+202E› txt\. \(TURNED\)$/,
      /^Deny: .*\(TURNED\)$/,
      /^Look at: .*\(LONG\)$/,
      /^Deny: .*\(LONG\)$/,
      /^Allow: .*short \(SHORT\)$/,
      /^Deny: .*\(SHORT\)$/,
    ]);
    // Out of habit: nothing is allowed.
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/approvals");
    await expect(page.getByRole("heading", { name: "May the agent run this command?" })).toHaveCount(3);
    await openPalette(page);
    await page.keyboard.type("allow short");
    await expect(options.first()).toHaveText(/^Allow: .*\(SHORT\)$/);
    await page.keyboard.press("Enter");
    await expect(page.getByText(/^Allowed: Bash touch/)).toBeVisible();
    await expect.poll(() => existsSync(file("short"))).toBe(true);
    await openPalette(page);
    await page.keyboard.type("deny turned");
    await expect(options.first()).toHaveText(/^Deny: .*\(TURNED\)$/);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "May the agent run this command?" })).toHaveCount(1);

    await page.getByRole("button", { name: "Edit…" }).click();
    await page.getByRole("textbox", { name: "command" }).fill(`touch ${file("edited")}`);
    await page.getByRole("button", { name: "Allow with these changes" }).click();
    await expect.poll(() => existsSync(file("edited"))).toBe(true);

    await page.getByRole("link", { name: "Decided" }).click();
    const rows = page.getByRole("list", { name: "Decided, latest first" }).getByRole("listitem");
    for (const [index, words] of [
      /Bash touch .*editedAllowed by you, changed · LONG/,
      /Denied by you · TURNED/,
      /Allowed by you · SHORT/,
    ].entries())
      await expect(rows.nth(index)).toHaveText(words);
    await expectNoViolations(page, "decided approvals");
    await page.getByRole("searchbox", { name: "Search decided approvals" }).fill("long bash");
    await expect(rows).toHaveCount(1);
    await rows.locator("summary").first().click();
    await rows.getByRole("link", { name: "Where the agent asked" }).click();

    const call = chatOf(page).locator("details", { hasText: "changed by you" }).first();
    await expect(call.locator("summary").first()).toContainText("touch");
    await call.locator("summary").first().click();
    await call.getByText("What the agent had asked for").click();
    await expect(call.getByRole("group", { name: "What you changed in command" })).toContainText("removed: ");
    expect(existsSync(file("long"))).toBe(false);
  });
});
