import { existsSync } from "node:fs";
import type { Page } from "@playwright/test";
import { createPorterClient } from "../../client/sdk/index.ts";
import { text, toolUse } from "../support/messages-api.ts";
import { expectNoViolations } from "./axe-check.ts";
import { chatOf, expect, goTo, startWaiting, statusOf, test } from "./support.ts";

const told = (page: Page, title: string) =>
  page.getByRole("main").getByRole("listitem").filter({ hasText: title });
const bell = (page: Page, label: string) =>
  page.getByRole("button", { name: label, exact: true }).filter({ visible: true });
const undo = (page: Page) => page.getByRole("button", { name: "Undo" });

test("the inbox is worked through with keys, live in another tab, up to Allow; what is in front is read as it comes; a note names its token", async ({
  api,
  porter,
  page,
  context,
}) => {
  await test.step("the inbox is worked through with keys, live in another tab, with a way back, up to Allow", async () => {
    await page.goto("/notifications");
    await expect(page.getByRole("heading", { name: "All seen to" })).toBeVisible();
    const second = await context.newPage();
    await second.goto("/notifications");
    await page.bringToFront();

    api.when("HELLO", [[text("Hello.")]]);
    await porter.client.agents.start.mutate({ prompt: "HELLO there" });
    await expect(told(page, "HELLO there")).toContainText("Agent finished");
    const { file } = await startWaiting(api, porter, "Build the hive");
    await expect(told(page, "Build the hive")).toContainText("Waits for you");
    await expect(page).toHaveTitle("(2) Notifications · Porter");
    await expect(bell(page, "Notifications, 2 unread")).toBeVisible();
    await expectNoViolations(page, "inbox");

    // Newest first: the second row is the one that has finished. It goes to done, and its neighbour has the focus.
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("e");
    await expect(told(page, "HELLO there")).toHaveCount(0);
    await expect(
      page.getByRole("link", { name: "Build the hive" }).and(page.locator(":focus")),
    ).toBeVisible();
    await expect(told(second, "HELLO there")).toHaveCount(0);
    await undo(page).click();
    for (const tab of [page, second]) await expect(told(tab, "HELLO there")).toBeVisible();
    await expect(bell(second, "Notifications, 2 unread")).toBeVisible();

    await page.getByRole("link", { name: "HELLO there" }).focus();
    await page.keyboard.press("h");
    await expect(page.getByRole("button", { name: "In 1 hour" })).toBeFocused();
    await page.keyboard.press("Enter");
    for (const tab of [page, second]) await expect(told(tab, "HELLO there")).toHaveCount(0);
    await page.getByRole("link", { name: "Snoozed" }).click();
    await expect(page).toHaveURL("/notifications?state=snoozed");
    await expect(told(page, "HELLO there")).toContainText("until");
    await page.getByRole("button", { name: "Move “HELLO there” to the inbox" }).click();
    await expect(page.getByRole("heading", { name: "Nothing is snoozed" })).toBeVisible();
    await expect(told(second, "HELLO there")).toBeVisible();
    await page.goBack();

    expect(existsSync(file)).toBe(false);
    await page.getByRole("button", { name: "Allow: Build the hive" }).click();
    await expect(page.getByText("Allowed: Build the hive")).toBeVisible();
    await expect(told(second, "Build the hive")).toContainText("Agent finished");
    expect(existsSync(file)).toBe(true);

    await page.getByRole("button", { name: "Mark all done" }).click();
    for (const tab of [page, second])
      await expect(tab.getByRole("heading", { name: "All seen to" })).toBeVisible();
    await expect(page).toHaveTitle("Notifications · Porter");
    await page.getByRole("link", { name: "Done", exact: true }).click();
    await expect(told(page, "HELLO there")).toBeVisible();
  });

  await test.step("what is in front is read as it comes, what is elsewhere is told and leads there", async () => {
    const idOf = async (query: string) =>
      (await porter.client.agents.list.query({ query })).items[0]?.id ?? "";
    const hive = await idOf("Build the hive");
    api.when("Build another", [[toolUse("Bash", { command: "touch another" })], [text("It is built.")]]);
    await goTo(page, `/agents/${hive}`);
    await porter.client.agents.send.mutate({ id: hive, content: "Build another" });
    await expect(statusOf(page, "Waits for you")).toBeVisible();
    await page.getByRole("button", { name: "Allow", exact: true }).click();
    await expect(chatOf(page).getByText("It is built.")).toBeVisible();
    const unread = async () => (await porter.client.notifications.list.query({ unread: true })).items.length;
    const inbox = async () =>
      (await porter.client.notifications.list.query({})).items.map(({ kind, title }) => [kind, title]);
    await expect.poll(inbox).toEqual([["agent_completed", "Build the hive"]]);
    await expect.poll(unread).toBe(0);

    await page.getByRole("link", { name: "Dashboard" }).click();
    api.when("HELLO", [[text("Hello.")]]);
    const other = await idOf("HELLO there");
    await porter.client.agents.send.mutate({ id: other, content: "HELLO again" });
    await expect(page.getByText("Agent finished: HELLO there")).toBeVisible();
    await expect(bell(page, "Notifications, 1 unread")).toBeVisible();
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await expect(page).toHaveURL(`/agents/${other}`);
    await expect.poll(unread).toBe(0);
    await expect(bell(page, "Notifications")).toBeVisible();
  });

  await test.step("a note names the token that it came by, also after that was revoked", async () => {
    const { tokens, notifications } = porter.client;
    const { id, token } = await tokens.create.mutate({ name: "Backup script", scope: "owner" });
    const script = createPorterClient({ url: porter.url, token });
    await script.notifications.create.mutate({ title: "The backup is late", body: "By two days." });
    await notifications.create.mutate({ title: "Said by the owner" });
    await goTo(page, "/notifications");
    await expect(told(page, "Said by the owner")).not.toContainText("From");
    await expect(told(page, "The backup is late")).toContainText("From Backup script");
    await expectNoViolations(page, "a note from a token");

    const link = page.getByRole("main").getByRole("link", { name: "Backup script", exact: true });
    await link.click();
    await expect(page).toHaveURL("/settings#tokens");
    await expect(page.getByRole("region", { name: "Tokens" })).toContainText("Backup script");
    await expect(page.getByRole("region", { name: "Tokens" })).toBeInViewport();
    await page.goBack();
    await expect(link).toBeVisible();

    await tokens.revoke.mutate({ id });
    await expect(told(page, "The backup is late")).toContainText("From Backup script, revoked");
    await expect(link).toHaveCount(0);
    await page.getByRole("button", { name: /^Notifications/ }).click();
    const panel = page.getByRole("dialog", { name: "Notifications" });
    await expect(panel.getByText("From Backup script, revoked")).toBeVisible();
  });
});
