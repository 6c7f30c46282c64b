import type { Page } from "@playwright/test";
import { text } from "../support/messages-api.ts";
import { watchSession } from "../support/watch.ts";
import { expectNoViolations } from "./axe-check.ts";
import { chatOf, expect, openPalette, PHONE, test } from "./support.ts";

const field = (page: Page) => page.getByRole("combobox", { name: "Search and commands" });
const options = (page: Page) => page.getByRole("dialog").getByRole("option");

test("from the keyboard: the sheet and its keys; find what was misspelt, a message, do something, and go on where one was", async ({
  api,
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
    api.when("WOOD", [[text("Larch lasts longer than hazel.")]]);
    api.when("MORE", [[text("And on it goes.\n\n".repeat(100))]]);
    const session = await porter.client.agents.start.mutate({ prompt: "WOOD for the posts" });
    using watch = watchSession(porter.client, session.id);
    await watch.untilStatus("completed");
    await porter.client.agents.send.mutate({ id: session.id, content: "MORE of it" });
    await watch.until((state) => state.session?.status === "completed" && state.messages.length === 4);
    await page.goto("/agents");

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

test.describe("phone", () => {
  test.use(PHONE);

  test("fills the screen and finds by touch", async ({ porter, page }) => {
    const task = await porter.client.tasks.create.mutate({ title: "Mend the fence" });
    await page.goto("/");
    await page.getByRole("button", { name: "Search and commands" }).filter({ visible: true }).tap();
    await expect(field(page)).toBeFocused();
    expect(await page.getByRole("dialog").boundingBox()).toMatchObject({
      x: 0,
      y: 0,
      width: 390,
      height: 844,
    });
    await field(page).fill("fen");
    const found = options(page).filter({ hasText: "Mend the fence" });
    expect((await found.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await found.tap();
    await expect(page).toHaveURL(`/tasks/${task.id}`);
    await expect(page.getByRole("dialog", { name: "Search and commands" })).toHaveCount(0);
    await page.getByRole("button", { name: "Search and commands" }).filter({ visible: true }).tap();
    await page.getByRole("button", { name: "Close" }).tap();
    await expect(page.getByRole("dialog", { name: "Search and commands" })).toHaveCount(0);
  });
});
