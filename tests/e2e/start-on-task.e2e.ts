import { text } from "../support/messages-api.ts";
import { expectNoViolations } from "./axe-check.ts";
import { chatOf, expect, goTo, test } from "./support.ts";

test.use({
  contextOptions: { reducedMotion: "reduce" },
  config: '[agents.profiles.fresh]\nname = "Fresh eyes"\nleft_out = ["task", "earlier"]\n',
});

test("how an agent starts on a task is chosen: what it is told is read, and in part left out; its words are kept", async ({
  api,
  porter,
  page,
}) => {
  api.when("Oil the hinges", [text("Oiled.")]);
  api.when("Work on task #1", [text("Mended.")]);
  const task = await porter.client.tasks.create.mutate({
    title: "Mend the gate",
    description: "It squeaks in the wind.",
  });
  const box = page.getByRole("region", { name: "How the agent starts" });
  const prompt = box.getByRole("textbox", { name: "Prompt" });
  const choose = page.getByRole("button", { name: "Choose how it starts" });
  await page.goto(`/tasks/${task.id}`);
  await choose.click();
  await expect(prompt).toBeFocused();
  await expect(prompt).toHaveAttribute("placeholder", "Work on task #1: Mend the gate");
  await prompt.fill("Oil the hinges");
  await prompt.press("Escape");
  await expect(choose).toBeFocused();
  await page.reload();
  await choose.click();
  await expect(prompt).toHaveValue("Oil the hinges");
  await box.getByText("Options").click();
  await box.getByRole("combobox", { name: "Model" }).selectOption("Haiku");
  await box.getByRole("button", { name: "Show what it will be told" }).click();
  await box.locator("summary", { hasText: "The task" }).click();
  await expect(box.getByText("It squeaks in the wind.")).toBeVisible();
  await box.getByRole("checkbox", { name: "Tell it: The task, its steps and comments" }).uncheck();
  await expect(box.getByText("left out")).toBeVisible();
  await expectNoViolations(page, "how an agent starts on a task");
  await box.getByRole("button", { name: "Start an agent" }).click();
  await expect(chatOf(page).getByText("Oiled.")).toBeVisible();
  const [request] = api.requestsWith("Oil the hinges");
  expect(request?.system).toContain("You work for Porter");
  expect(request?.system).not.toContain("squeaks");
  expect(request?.model).toContain("haiku");
  const [session] = (await porter.client.agents.list.query({})).items;
  expect(session?.taskId).toBe(task.id);

  // Nothing typed: the ordinary prompt. What a profile leaves out is told after all where its owner says so.
  await goTo(page, `/tasks/${task.id}`);
  await choose.click();
  await expect(prompt).toHaveValue("");
  await box.getByText("Options").click();
  await box.getByRole("button", { name: "Show what it will be told" }).click();
  const isTold = (part: RegExp) => box.getByRole("checkbox", { name: part });
  await expect(isTold(/Earlier sessions/)).toBeChecked();
  await box.getByRole("combobox", { name: "Profile" }).selectOption("Fresh eyes");
  await expect(isTold(/Earlier sessions/)).not.toBeChecked();
  await expect(isTold(/The task/)).not.toBeChecked();
  await isTold(/The task/).check();
  await box.getByRole("button", { name: "Start an agent" }).click();
  await expect(chatOf(page).getByText("Mended.")).toBeVisible();
  const again = api.requestsWith("Work on task #1").at(0)?.system;
  expect(again).toContain("squeaks");
  expect(again).not.toContain("Earlier sessions on the same task");

  await page.getByRole("link", { name: "Agents", exact: true }).click();
  await expect(page.getByText(/^Processes: 2 kept ready, \d+ MB of 1,024 MB$/)).toBeVisible();
});

test("what was typed for a task goes with it, and comes back with it while it can be brought back", async ({
  porter,
  page,
}) => {
  const task = await porter.client.tasks.create.mutate({ title: "Mend the gate" });
  const prompt = page
    .getByRole("region", { name: "How the agent starts" })
    .getByRole("textbox", { name: "Prompt" });
  const kept = () => page.evaluate((id) => localStorage.getItem(`porter.draft.${id}`), task.id);
  await page.clock.install();
  await page.goto(`/tasks/${task.id}`);
  await page.getByRole("button", { name: "Choose how it starts" }).click();
  await prompt.fill("Oil the hinges");
  await prompt.press("Escape");
  const { agents } = porter.client;
  await expect.poll(async () => (await agents.draft.query({ key: task.id })).text).toBe("Oil the hinges");

  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "Mend the gate" })).toBeVisible();
  // It is shown again before the server has it again; and what is not answered in time is sent anew.
  const unanswered = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("porter.outbox.")));
  await expect.poll(unanswered).toEqual([]);
  await page.clock.fastForward(60_000);
  expect(await kept()).toContain("Oil the hinges");

  await porter.client.tasks.remove.mutate({ id: task.id });
  await expect(page.getByRole("link", { name: "Mend the gate" })).toHaveCount(0);
  expect(await kept()).toContain("Oil the hinges");
  await page.clock.fastForward(60_000);
  await expect.poll(kept).toBeNull();

  // Gone while no tab was open: what the server has leaves with its age.
  const lying = { text: "Oil the hinges", images: [], at: Date.now() - 31 * 24 * 3_600_000, isNew: false };
  const drafts = { old: lying, unsaved: { ...lying, isNew: true }, young: { ...lying, at: Date.now() } };
  await page.evaluate((all) => {
    for (const [key, draft] of Object.entries(all))
      localStorage.setItem(`porter.draft.${key}`, JSON.stringify(draft));
  }, drafts);
  await page.reload();
  const left = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("porter.draft.")));
  await expect
    .poll(async () => (await left()).toSorted())
    .toEqual(["porter.draft.unsaved", "porter.draft.young"]);
});
