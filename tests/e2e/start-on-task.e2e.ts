import { text } from "../support/messages-api.ts";
import { expectNoViolations } from "./axe-check.ts";
import { chatOf, expect, test } from "./support.ts";

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("what an agent will be told of a task is read, and in part left out, before it starts; its process is shown", async ({
  api,
  porter,
  page,
}) => {
  api.when("Oil the hinges", [text("Oiled.")]);
  const task = await porter.client.tasks.create.mutate({
    title: "Mend the gate",
    description: "It squeaks in the wind.",
  });
  await page.goto(`/tasks/${task.id}`);
  await page.getByRole("button", { name: "Adjust the prompt" }).click();
  const popover = page.getByRole("dialog", { name: "Adjust the prompt" });
  await popover.getByRole("textbox").fill("Oil the hinges");
  await popover.getByRole("button", { name: "Show what it will be told" }).click();
  await popover.locator("summary", { hasText: "The task" }).click();
  await expect(popover.getByText("It squeaks in the wind.")).toBeVisible();
  await popover.getByRole("checkbox", { name: "Tell it: The task, its steps and comments" }).uncheck();
  await expect(popover.getByText("left out")).toBeVisible();
  await expectNoViolations(page, "what an agent will be told of a task");
  await popover.getByRole("button", { name: "Start with this prompt" }).click();
  await expect(chatOf(page).getByText("Oiled.")).toBeVisible();
  const system = api.requestsWith("Oil the hinges").at(0)?.system;
  expect(system).toContain("You work for Porter");
  expect(system).not.toContain("squeaks");

  await page.getByRole("link", { name: "Agents", exact: true }).click();
  await expect(page.getByText(/^Processes: 1 kept ready, \d+ MB of 1,024 MB$/)).toBeVisible();
});
