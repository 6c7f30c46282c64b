import { join } from "node:path";
import { text, toolUse } from "../support/messages-api.ts";
import { makeRepository } from "../support/repository.ts";
import { expectNoViolations } from "./axe-check.ts";
import { chatOf, expect, goTo, say, statusOf, test } from "./support.ts";

test.use({ config: 'agents.permission_mode = "bypassPermissions"\n' });

test("a profile is made, an agent started with it, and what it was told and changed is read", async ({
  api,
  porter,
  page,
}) => {
  const repo = makeRepository(join(porter.home, "porter", "garden"), { "plan.txt": "tulips\n" });
  api.when("PLANT", [[toolUse("Bash", { command: "echo roses >> plan.txt" })], [text("Planted.")]]);
  api.when("MORE", [[text("More it is.")]]);

  await page.goto("/settings");
  await page.getByRole("button", { name: "New profile" }).click();
  const form = page.getByRole("form", { name: "New agent profile" });
  await form.getByLabel("Name").fill("Gardener");
  await form.getByLabel("Instructions").fill("Mind the roots.");
  await form.getByLabel("Folder").fill(repo.folder);
  await form.getByLabel("A git worktree for each session").check();
  await form.getByRole("checkbox", { name: "Calendar, today and tomorrow" }).uncheck();
  await expectNoViolations(page, "the profile's form");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toHaveCount(0);
  await page.getByRole("button", { name: "Remove “Gardener”" }).click();
  await expect(page.getByRole("button", { name: "Remove “Gardener”" })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Remove “Gardener”" })).toBeVisible();
  const leftOut = async () => (await porter.client.agents.profiles.query()).items.map((each) => each.leftOut);
  await expect.poll(leftOut).toEqual([["calendar"]]);

  await goTo(page, "/agents");
  await page.getByRole("textbox", { name: "Prompt" }).fill("PLANT something");
  await page.getByText("Options").click();
  await page.getByLabel("Profile").selectOption("Gardener");
  await expect(page.getByLabel("In a git worktree of its own")).toBeChecked();
  await expect(page.getByText("git, main · clean")).toBeVisible();
  await page.getByRole("button", { name: "Show what it will be told" }).click();
  await page.getByText("Instructions", { exact: true }).click();
  await expect(page.locator("pre", { hasText: "Mind the roots." })).toBeVisible();
  const isTold = page.getByRole("checkbox", { name: "Tell it: Instructions" });
  await isTold.uncheck();
  await expect(page.getByText("left out")).toBeVisible();
  await expectNoViolations(page, "the options of a new agent");
  await page.getByRole("button", { name: "Start an agent" }).click();
  await expect(chatOf(page).getByText("Planted.")).toBeVisible();
  await expect(statusOf(page, "Completed")).toBeVisible();

  await page.getByRole("button", { name: "About this session" }).click();
  const about = page.getByRole("dialog", { name: "About this session" });
  const own = about.getByLabel("Your instructions for this session");
  await expect(own).toHaveValue("Mind the roots.");
  expect(api.requestsWith("PLANT")[0]?.system).not.toContain("Mind the roots.");
  await expect(isTold).not.toBeChecked();
  await isTold.check();
  await expect(about.getByText("left out")).toHaveCount(0);
  await own.fill("Water it, too.");
  await about.getByRole("button", { name: "Save" }).click();
  await expect(about.getByRole("button", { name: "Save" })).toBeDisabled();

  await about.getByRole("tab", { name: "Told" }).press("ArrowRight");
  await expect(about.getByRole("tab", { name: "Folder" })).toBeFocused();
  await expect(about.getByText("Not committed in it: 1 file. So it stays.")).toBeVisible();
  await about.getByText("plan.txt").click();
  await expect(about.getByRole("group", { name: "Changes in plan.txt" })).toContainText("added: roses");
  await expectNoViolations(page, "about the session");
  await page.reload();
  await expect(about.getByRole("tab", { name: "Folder", selected: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(about).toHaveCount(0);
  await expect(page).not.toHaveURL(/about/);

  await say(page, "MORE");
  await expect(chatOf(page).getByText("More it is.")).toBeVisible();
  expect(api.requestsWith("MORE")[0]?.system).toContain("Water it, too.");
  expect(repo.git("status", "--porcelain")).toBe("");
});
