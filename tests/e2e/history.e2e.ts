import { readFileSync } from "node:fs";
import { join } from "node:path";
import { said, writeTranscript } from "../support/claude-transcript.ts";
import { text, toolUse } from "../support/messages-api.ts";
import { watchSession } from "../support/watch.ts";
import { chatOf, expect, importSession, say, statusOf, test } from "./support.ts";

test("a conversation of Claude's own is found, imported and gone on with; renamed, pinned, archived with a way back, and exported", async ({
  api,
  porter,
  page,
}) => {
  const cwd = join(porter.home, "porter");
  writeTranscript(porter.home, { cwd, said: [{ user: "Paint the shed" }] });
  writeTranscript(porter.home, {
    cwd,
    said: [{ user: "Mend the old fence" }, { assistant: [said("With **new** posts.")] }],
  });
  api.when("How many", [text("Twelve.")]);
  await page.goto("/agents");
  await page.getByRole("button", { name: "Import from Claude" }).click();
  const sheet = page.getByRole("dialog", { name: "Import from Claude" });
  await expect(sheet.getByRole("listitem")).toHaveCount(2);
  await sheet.getByRole("searchbox").fill("fence");
  await expect(sheet.getByRole("listitem")).toHaveText([/Mend the old fence.*2 messages/]);
  await sheet.getByRole("button", { name: /Mend the old fence/ }).click();
  await expect(chatOf(page).getByRole("strong")).toHaveText("new");
  await say(page, "How many are there?");
  await expect(chatOf(page).getByText("Twelve.")).toBeVisible();

  await expect(statusOf(page, "Completed")).toBeVisible();
  const menu = page.getByRole("dialog", { name: "Session actions" });
  const choose = async (name: string) => {
    await page.getByRole("button", { name: /^Actions for/ }).click();
    await menu.getByRole("button", { name }).click();
  };
  await choose("Rename");
  await page.getByRole("textbox", { name: "Title" }).fill("The fence");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "The fence" })).toBeVisible();
  const saved = page.waitForEvent("download");
  await choose("Export as Markdown");
  const file = await saved;
  expect(file.suggestedFilename()).toBe("the-fence.md");
  expect(readFileSync(await file.path(), "utf8")).toContain("## Claude\n\nTwelve.");

  await page.getByRole("link", { name: "Back to the agents" }).click();
  const row = page.getByRole("main").getByRole("link", { name: /The fence/ });
  await row.press("p");
  await expect(page.getByRole("region", { name: "Pinned" }).getByRole("link")).toHaveText(/The fence/);
  await row.press("e");
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeVisible();
  await row.press("e");
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Archived" }).click();
  await expect(page.getByRole("region", { name: "Archived" }).getByRole("link")).toHaveText(/The fence/);
  const archived = async () => {
    const { items } = await porter.client.agents.list.query({ archived: true });
    return items.map(({ title, pinnedAt }) => [title, pinnedAt instanceof Date]);
  };
  await expect.poll(archived).toEqual([["The fence", true]]);
});

test("a prompt is forked and said anew, an answer is gone on with elsewhere; a link leads to a message", async ({
  api,
  porter,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  api.when("THIRD", [text("Three.")]);
  api.when("FOURTH", [text("Four.")]);
  const session = await importSession(porter, [
    { user: "FIRST thing" },
    { assistant: [said("One.")] },
    { user: "SECOND thing" },
    { assistant: [said("Two.")] },
  ]);
  await page.goto(`/agents/${session.id}`);
  const chat = chatOf(page);
  await expect(chat.getByText("Two.")).toBeVisible();
  const entry = chat.locator("[data-entry]").filter({ hasText: "SECOND thing" });
  await entry.hover();
  await entry.getByRole("button", { name: "Copy the link to this message" }).click();
  const link = `${porter.url}/agents/${session.id}#m3`;
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(link);

  await entry.hover();
  await entry.getByRole("button", { name: "Fork and say it anew" }).click();
  await expect(page).not.toHaveURL(new RegExp(session.id));
  await expect(page.getByRole("textbox", { name: "Message" })).toHaveValue("SECOND thing");
  await expect(chat.getByText("One.")).toBeVisible();
  await expect(chat.getByText("Two.")).toHaveCount(0);
  await say(page, "THIRD thing");
  await expect(chat.getByText("Three.")).toBeVisible();
  await page.goto(link);
  await expect(chat.locator(".found")).toContainText("SECOND thing");

  const answer = chat.locator("[data-entry]").filter({ hasText: "One." });
  await answer.hover();
  await answer.getByRole("button", { name: "Fork from here" }).click();
  await expect(page).not.toHaveURL(new RegExp(session.id));
  await expect(chat.getByText("One.")).toBeVisible();
  await expect(chat.getByText("SECOND thing")).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: "Message" })).toHaveValue("");
  await say(page, "FOURTH thing");
  await expect(chat.getByText("Four.")).toBeVisible();
  const asked = JSON.stringify(api.requestsWith("FOURTH").at(-1)?.messages);
  expect(asked).toContain("One.");
  expect(asked).not.toContain("SECOND");
});

test("a command looks like a terminal, an edit like a diff, and sub-agents stand below their calls, in one another", async ({
  api,
  porter,
  page,
}) => {
  const print = `printf '\\033[31mred\\033[0m\\n'; seq 1 2500`;
  const task = { description: "Count", prompt: "COUNT them", subagent_type: "general-purpose" };
  api.when("SHOW", [
    [toolUse("Bash", { command: print })],
    [toolUse("Write", { file_path: join(porter.home, "porter/plan.txt"), content: "post\nrail" })],
    [toolUse("Agent", { ...task, run_in_background: false })],
    [text("Shown.")],
  ]);
  api.when("COUNT", [text("Twelve planks.")]);
  const { id } = await porter.client.agents.start.mutate({
    prompt: "SHOW it",
    permissionMode: "bypassPermissions",
  });
  await page.goto(`/agents/${id}`);
  const chat = chatOf(page);
  await expect(chat.getByText("Shown.")).toBeVisible();
  await chat.locator("summary", { hasText: "Bash" }).click();
  const result = chat.getByRole("group", { name: "Result" });
  await expect(result.getByText("red", { exact: true })).toHaveClass(/text-danger/);
  await expect(result).toContainText(`$ ${print}`);
  await expect(result).not.toContainText("\n20\n");
  await chat.getByRole("button", { name: "Show 1980 of 2481 further lines" }).click();
  await expect(result).toContainText("\n1999");
  await chat.getByRole("button", { name: "Show all 501 further lines" }).click();
  await expect(result).toContainText("\n2500");
  await chat.locator("summary", { hasText: "Bash" }).click();

  await chat.locator("summary", { hasText: "Write" }).click();
  await expect(chat.getByRole("group", { name: /What changes in/ })).toContainText("added: rail");
  await chat.locator("summary", { hasText: "Agent" }).click();
  const inner = chat.getByRole("region", { name: "Sub-agent" });
  await expect(inner.getByText("COUNT them")).toBeVisible();
  await expect(inner.getByText("Twelve planks.")).toBeVisible();

  // Those within one another, and a call of the innermost one that its owner changed.
  const agent = (prompt: string) =>
    toolUse("Agent", {
      description: `Ask for ${prompt}`,
      prompt,
      subagent_type: "general-purpose",
      run_in_background: false,
    });
  api.when("OUTER", [[agent("MIDDLE")], [text("All is counted.")]]);
  api.when("MIDDLE", [[agent("INNER")], [text("Asked.")]]);
  api.when("INNER", [[toolUse("Bash", { command: "touch asked" })], [text("Twelve planks.")]]);
  await page.getByRole("combobox", { name: "Permissions" }).selectOption("Ask first");
  const { agents } = porter.client;
  await expect.poll(async () => (await agents.get.query({ id })).session.permissionMode).toBe("default");
  using watch = watchSession(porter.client, id);
  await agents.send.mutate({ id, content: "OUTER" });
  const edited = { editedInput: { command: "touch changed" } };
  for (const [nth, change] of [{}, {}, edited].entries()) {
    const { approvals } = await watch.until((now) => now.approvals.length > nth);
    const [asked] = approvals.filter(({ status }) => status === "pending");
    await agents.decide.mutate({ approvalId: asked?.id ?? "", decision: "allow", ...change });
    await watch.until((now) =>
      now.approvals.every(({ id, status }) => id !== asked?.id || status !== "pending"),
    );
  }
  await expect(chat.getByText("All is counted.")).toBeVisible();
  await chat.locator("summary", { hasText: "Ask for MIDDLE" }).click();
  await chat.locator("summary", { hasText: "Ask for INNER" }).click();
  const innermost = chat.getByRole("region", { name: "Sub-agent" }).last();
  await expect(innermost.getByText("Twelve planks.")).toBeVisible();
  await expect(innermost.locator("summary", { hasText: "touch changed" })).toContainText("changed by you");
});
