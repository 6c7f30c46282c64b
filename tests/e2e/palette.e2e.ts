import type { Page } from "@playwright/test";
import { said } from "../support/claude-transcript.ts";
import { expectNoViolations } from "./axe-check.ts";
import { chatOf, expect, importSession, openPalette, test } from "./support.ts";

const options = (page: Page) => page.getByRole("dialog").getByRole("option");

test("from the keyboard: the sheet and its keys; find what was misspelt, a message, do something, and go on where one was", async ({
  porter,
  page,
}) => {
  await test.step("the sheet lists what the page binds, and its keys do what it says", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(sheet.getByRole("region", { name: "Everywhere" })).toContainText("Go to Agents");
    await expectNoViolations(page, "shortcuts");
    // None of them works while it is open.
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await expect(page).toHaveURL("/");
    await page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await expect(page).toHaveURL("/agents");
    // Nor in a field.
    await page.getByRole("textbox", { name: "Prompt" }).focus();
    await page.keyboard.type("g t?");
    await expect(page.getByRole("textbox", { name: "Prompt" })).toHaveValue("g t?");
    await expect(page).toHaveURL("/agents");
  });

  await test.step("from the keyboard: find what was misspelt, a message, do something, and go on where one was", async () => {
    const task = await porter.client.tasks.create.mutate({ title: "Mend the fence" });
    await importSession(porter, [
      { user: "WOOD for the posts" },
      { assistant: [said("Larch lasts longer than hazel.")] },
      { user: "MORE of it" },
      { assistant: [said("And on it goes.\n\n".repeat(100))] },
    ]);

    // Over a field that is typed in; Escape gives the focus back to it.
    const prompt = page.getByRole("textbox", { name: "Prompt" });
    await prompt.fill("half a tho");
    await openPalette(page);
    await page.keyboard.press("Escape");
    await expect(prompt).toBeFocused();
    await expect(prompt).toHaveValue("half a tho");

    await openPalette(page);
    await page.keyboard.type("fense");
    await expect(options(page).first()).toHaveText(/Mend the fence/);
    await expect(page.getByRole("dialog")).toContainText("Nothing has “fense”; this is for fence.");
    await expectNoViolations(page, "palette");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`/tasks/${task.id}`);

    // Enter before the answer is there goes to what it brings.
    await openPalette(page);
    await page.keyboard.type("hazel");
    await page.keyboard.press("Enter");
    await expect(chatOf(page).getByText("Larch lasts longer")).toBeInViewport();
    await expect(page).toHaveURL(/#m2$/);

    // Nothing typed: back to where one was.
    await openPalette(page);
    await expect(options(page).first()).toHaveText(/Mend the fence/);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`/tasks/${task.id}`);

    // About what is in front, once it is there.
    await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Mend the fence");
    await openPalette(page);
    await page.keyboard.type("mark this");
    await expect(options(page).first()).toHaveText(/^Mark this task done/);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await porter.client.tasks.get.query({ id: task.id })).status).toBe("done");
    await openPalette(page);
    await page.keyboard.type("dark");
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

    // What is nowhere can be made a task, with all that quick add understands.
    await openPalette(page);
    await page.keyboard.type("Xylophone lesson !high");
    await expect(page.getByRole("dialog")).toContainText("No task, session, message or notification has");
    await expect(options(page)).toHaveText([/Create task/, /Start an agent/]);
    await page.keyboard.press("ArrowDown");
    await expect(options(page).nth(1)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Created “Xylophone lesson”")).toBeVisible();
    const [made] = (await porter.client.tasks.list.query({ query: "xylophone" })).items;
    expect(made).toMatchObject({ title: "Xylophone lesson", priority: "high" });

    const opened = page.waitForEvent("popup");
    await openPalette(page);
    await page.keyboard.type("go to agents");
    await page.keyboard.press("Control+Enter");
    await (await opened).waitForURL("/agents");
    await expect(page).toHaveURL(`/tasks/${task.id}`);
  });
});
