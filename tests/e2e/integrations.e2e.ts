import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { Porter } from "../support/server.ts";
import { expectNoViolations } from "./axe-check.ts";
import { expect, goTo, openPalette, rowOf, test } from "./support.ts";

test.use({
  config: '[integrations]\nenabled = ["tasks", "webhook"]',
});

const toggle = (page: Page, name: string) => page.getByRole("switch", { name, exact: true });
const part = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const delivery = (page: Page, text: string) =>
  part(page, "Deliveries").getByRole("listitem").filter({ hasText: text });

/** As a sender that keeps to Standard Webhooks. Gives the answer's status. */
async function post(porter: Porter, secret: string, id: string, message: unknown): Promise<number> {
  const body = JSON.stringify(message);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  const { status } = await fetch(`${porter.url}/webhooks/tasks`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    },
    body,
  });
  return status;
}

test.describe("one that works", () => {
  // The answer to params that are wrong.
  test.use({ tolerated: /status of 400/ });

  test("from the keyboard, its actions by forms, and what is sent to it with a secret", async ({
    page,
    context,
    porter,
  }) => {
    await test.step("from the keyboard: go there, turn one off and on again, live in another tab, and open it", async () => {
      const second = await context.newPage();
      await second.goto("/integrations/tasks");
      await expect(second.getByRole("status").filter({ hasText: "Works" })).toBeVisible();
      await page.bringToFront();
      await page.goto("/");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.keyboard.press("g");
      await page.keyboard.press("i");
      await expect(page).toHaveURL("/integrations");
      await expect(rowOf(page, "Tasks")).toContainText("Works");
      await page.keyboard.press("j");
      await page.keyboard.press("k");
      await expect(
        page.getByRole("link", { name: "Tasks", exact: true }).and(page.locator(":focus")),
      ).toBeVisible();

      await page.keyboard.press("e");
      await expect(rowOf(page, "Tasks")).toContainText("Off");
      await expect(toggle(second, "Tasks")).not.toBeChecked();
      await page.keyboard.press("Control+z");
      for (const tab of [page, second]) await expect(toggle(tab, "Tasks")).toBeChecked();
      await expect(rowOf(page, "Tasks")).toContainText("Works");
      await expectNoViolations(page, "integrations");

      await page.keyboard.press("Enter");
      await expect(page).toHaveURL("/integrations/tasks");
      await expect(part(page, "History")).toContainText("Off by you");
      await openPalette(page);
      await page.keyboard.type("integration webhooks");
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL("/integrations/webhook");
    });

    await test.step("an action is tried with a form of its own, and one that changes something asks first", async () => {
      await goTo(page, "/integrations/tasks");
      const actions = part(page, "Actions");
      await actions.getByRole("button", { name: "Create a task" }).click();
      await expect(page).toHaveURL(/action=create/);
      // The browser itself says that the title is missing.
      await actions.getByRole("button", { name: "Run" }).click();
      await expect(actions.getByRole("textbox", { name: /^Title/ })).toBeFocused();
      await actions.getByRole("textbox", { name: /^Title/ }).fill("Plan the garden");
      await actions.getByRole("combobox", { name: /^Priority/ }).selectOption("High");
      await actions.getByRole("textbox", { name: /^Tags/ }).fill("home\ngarden");
      await page.keyboard.press("Tab");
      await expectNoViolations(page, "the form of an action");
      await actions.getByRole("button", { name: "Run" }).click();
      await page.getByRole("button", { name: "Not now" }).click();
      expect((await porter.client.tasks.list.query({})).items).toEqual([]);
      await actions.getByRole("button", { name: "Run" }).click();
      await page.getByRole("button", { name: "Run it" }).click();
      await expect(actions.getByText("Result after")).toBeVisible();
      const [made] = (await porter.client.tasks.list.query({})).items;
      expect(made).toMatchObject({ title: "Plan the garden", priority: "high", tags: ["home", "garden"] });
      await expect(part(page, "History").getByRole("listitem").first()).toContainText(
        "Create a task, run by you",
      );

      // What only reads runs at once; what is wrong with the params the server says.
      await actions.getByRole("button", { name: "List tasks" }).click();
      await actions.getByRole("button", { name: "Run" }).click();
      await expect(actions.getByText('"title": "Plan the garden"')).toBeVisible();
      const due = actions.getByRole("textbox", { name: /^Due before/ });
      await due.fill("next year");
      await actions.getByRole("button", { name: "Run" }).click();
      await expect(actions.getByText("Failed after")).toBeVisible();
      await expect(due).toBeFocused();
      await expect(due).toHaveAccessibleDescription(/A day \(2026-03-12\).+ must be a day/);
      await expectNoViolations(page, "a field that does not fit", ["light"]);

      const check = page.getByRole("button", { name: "Check now" });
      await check.press("Enter");
      await expect(page.getByText("Tasks: Works")).toBeVisible();
      // Who goes by the keyboard goes on from there.
      await expect(check).toBeFocused();
      const saved = page.waitForEvent("download");
      await page.getByRole("button", { name: "Download diagnostics" }).click();
      const download = await saved;
      expect(download.suggestedFilename()).toBe("porter-tasks-diagnostics.json");
      const content = readFileSync(await download.path(), "utf8");
      expect(content).toContain('"tasks"');
      expect(content).not.toContain("Plan the garden");
    });

    await test.step("a secret is shown once, and what is sent with it is followed from its arrival to its replay", async () => {
      await goTo(page, "/integrations/tasks");
      await expect(part(page, "Deliveries")).toContainText("Nothing has come yet");
      await expect(page.getByRole("textbox", { name: "Webhook address" })).toHaveValue(
        `${porter.url}/webhooks/tasks`,
      );
      await page.getByRole("button", { name: "Make a secret" }).click();
      const field = page.getByRole("textbox", { name: "Webhook secret" });
      await expect(field).toHaveValue(/^whsec_/);
      const secret = await field.inputValue();

      const title = "<b>Mend</b> the fence";
      expect(await post(porter, secret, "msg_1", { type: "task.create", data: { title } })).toBe(202);
      await expect(delivery(page, "msg_1")).toContainText("Created task #2.");
      expect(await post(porter, secret, "msg_2", { type: "task.nonsense" })).toBe(202);
      await expect(delivery(page, "msg_2")).toContainText("Given up");

      // What came stands there letter by letter, and as what it is.
      await delivery(page, "msg_1").getByRole("button").first().click();
      await expect(part(page, "What came")).toHaveText(
        JSON.stringify({ type: "task.create", data: { title } }),
      );
      await expect(delivery(page, "msg_1")).toContainText("From outside");
      await expect(page).toHaveURL(/delivery=/);
      await page.reload();
      await expect(part(page, "What came")).toBeVisible();
      await expectNoViolations(page, "an open delivery");

      // What had its effect has it again only when that is meant.
      await page.getByRole("button", { name: "Replay" }).click();
      await expect(page.getByRole("button", { name: "Not now" })).toBeFocused();
      await page.getByRole("button", { name: "Replay it" }).click();
      await expect(delivery(page, "msg_1")).toContainText("Created task #3.");

      await part(page, "Deliveries").getByRole("button", { name: "Given up" }).first().click();
      await expect(part(page, "Deliveries").getByRole("listitem")).toHaveCount(1);
      await expect(delivery(page, "msg_2")).toBeVisible();

      // Shown once: nothing brings it back but another one, beside which it stays good for a while.
      await expect(field).toHaveCount(0);
      await page.getByRole("button", { name: "New secret" }).click();
      await expect(page.getByText("The one before is good until")).toBeVisible();
      expect(await field.inputValue()).not.toBe(secret);
      expect(await post(porter, secret, "msg_3", { type: "task.nonsense" })).toBe(202);
      await expect(delivery(page, "msg_3")).toContainText("Given up");
    });
  });
});

test.describe("one that misses its configuration", () => {
  test.use({ config: '[integrations]\nenabled = ["github"]', tolerated: /status of 404/ });

  test("is told on the dashboard, with what to do, and put away with all other notifications", async ({
    page,
  }) => {
    await test.step("is told on the dashboard, with what to do", async () => {
      await page.goto("/");
      await page.getByRole("link", { name: "Mend it" }).click();
      await expect(page).toHaveURL("/integrations");
      await expect(part(page, "Needs you")).toContainText("secret");
      await expect(rowOf(page, "GitHub")).toContainText("Needs its configuration");
      await expectNoViolations(page, "a repair");
      await part(page, "Needs you").getByRole("link", { name: "Open GitHub" }).click();
      await expect(page.getByRole("list", { name: "Needs you" })).toContainText("secret");
      await openPalette(page);
      await page.keyboard.type("integ");
      // However many integrations there are, the page of all of them stands in front.
      await expect(page.getByRole("option").first()).toHaveText(/^Go to Integrations/);
      await page.keyboard.press("Escape");
      await goTo(page, "/integrations/nowhere");
      await expect(page.getByRole("heading", { name: "No such integration" })).toBeVisible();
    });

    await test.step("can be put away with all other notifications from the palette, and brought back", async () => {
      await goTo(page, "/notifications");
      const told = page.getByRole("link", { name: "GitHub needs another configuration" });
      await expect(told).toBeVisible();
      await openPalette(page);
      await page.keyboard.type("all notifications");
      await page.keyboard.press("Enter");
      await expect(told).toHaveCount(0);
      await page.getByRole("button", { name: "Undo" }).click();
      await expect(told).toBeVisible();
    });
  });
});
