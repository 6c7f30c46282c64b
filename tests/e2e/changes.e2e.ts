import { resolve } from "node:path";
import { text, toolUse } from "../support/messages-api.ts";
import { expectNoViolations } from "./axe-check.ts";
import { expect, PHONE, statusOf, test } from "./support.ts";

test.use({
  config: `[agents.mcp.clock]
command = "bun"
args = [${JSON.stringify(resolve(import.meta.dirname, "../support/clock-server.ts"))}]`,
});

test("what an agent changed is listed and taken back, and its servers go off and on", async ({
  api,
  porter,
  page,
}) => {
  const tasks = porter.client.tasks;
  await tasks.create.mutate({ title: "Paint the shed" });
  const wash = await tasks.create.mutate({ title: "Wash the car" });
  api.when("BUSY", [
    toolUse("mcp__porter__create_task", { title: "Buy a brush" }),
    toolUse("mcp__porter__add_comment", { id: 1, text: "Needs two coats." }),
    toolUse("mcp__porter__update_task", { id: 1, status: "in_progress" }),
    toolUse("mcp__porter__update_task", { id: 2, title: "Wash the red car" }),
    text("Done."),
  ]);
  const { id } = await porter.client.agents.start.mutate({ prompt: "BUSY" });
  await page.goto(`/agents/${id}`);
  await expect(statusOf(page, "Completed")).toBeVisible();
  await tasks.update.mutate({ id: wash.id, title: "Wash the blue car" });

  await page.getByRole("button", { name: "About this session" }).click();
  await page.getByRole("tab", { name: "Changes in Porter" }).click();
  const panel = page.getByRole("tabpanel");
  const lines = panel.getByRole("list", { name: "Changes, newest first" }).locator("> li");
  await expect(lines).toHaveCount(4);
  await expect(lines.nth(0)).toContainText("Changed since, and so not undone: title. By you");
  await expect(lines.nth(1)).toContainText("Status: to do → in progress");
  await expectNoViolations(page, "the changes of a session");

  await panel.getByRole("button", { name: "Undo: Changed #1 Paint the shed" }).click();
  await expect(lines.nth(1)).toContainText("Changed since");
  expect((await tasks.get.query({ number: 1 })).status).toBe("todo");
  await panel.getByRole("button", { name: "Undo all" }).click();
  await panel.getByRole("button", { name: "Undo all" }).click();
  await expect(page.getByText("2 changes undone. 2 could not be undone")).toBeVisible();
  await expect(panel.getByRole("button", { name: /^Undo/ })).toHaveCount(0);
  expect((await tasks.list.query({})).items.map(({ title }) => title).sort()).toEqual([
    "Paint the shed",
    "Wash the blue car",
  ]);

  await page.setViewportSize(PHONE.viewport);
  await page.getByRole("tab", { name: "MCP servers" }).click();
  const clock = panel.getByRole("switch", { name: "clock for this session" });
  await expect(panel.getByText("connected")).toHaveCount(2);
  await expectNoViolations(page, "the servers of a session");
  await clock.click();
  await expect(clock).not.toBeChecked();
  await expect(panel.getByText("connected")).toHaveCount(1);
  await clock.click();
  await expect(panel.getByText("connected")).toHaveCount(2);
});
