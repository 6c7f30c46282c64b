import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { text, toolUse, type MessagesApi } from "../support/messages-api.ts";
import { createPushBrowser } from "../support/push-browser.ts";
import { startReceiver } from "../support/receiver.ts";
import type { Porter } from "../support/server.ts";
import { expectNoViolations } from "./axe-check.ts";
import { expectShown, openPushes, openWithWorker, press, shownBy } from "./service-worker.ts";
import { chatOf, expect, PHONE, statusOf, test } from "./support.ts";

// Without motion a page holds still for its check.
test.use({ contextOptions: { reducedMotion: "reduce" } });

/** An agent that wants to make a file. */
async function startWaiting(api: MessagesApi, porter: Porter, prompt: string) {
  const file = join(porter.home, "porter", "made-by-the-agent");
  api.when(prompt, [[toolUse("Bash", { command: `touch ${file}` })], [text("It is made.")]]);
  const session = await porter.client.agents.start.mutate({ prompt });
  return { file, session };
}

const told = (page: Page, title: string) =>
  page.getByRole("main").getByRole("listitem").filter({ hasText: title });
const bell = (page: Page, label: string) =>
  page.getByRole("button", { name: label, exact: true }).filter({ visible: true });
const undo = (page: Page) => page.getByRole("button", { name: "Undo" });

test("the inbox is worked through with keys, live in another tab, with a way back, up to Allow", async ({
  api,
  porter,
  page,
  context,
}) => {
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
  await expect(page.getByRole("link", { name: "Build the hive" }).and(page.locator(":focus"))).toBeVisible();
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

test("what is in front is read as it comes, what is elsewhere is told and leads there", async ({
  api,
  porter,
  page,
}) => {
  const { session } = await startWaiting(api, porter, "Build the hive");
  await page.goto(`/agents/${session.id}`);
  await expect(statusOf(page, "Waits for you")).toBeVisible();
  await page.getByRole("button", { name: "Allow", exact: true }).click();
  await expect(chatOf(page).getByText("It is made.")).toBeVisible();
  const unread = async () => (await porter.client.notifications.list.query({ unread: true })).items.length;
  await expect.poll(async () => (await porter.client.notifications.list.query({})).items).toHaveLength(1);
  await expect.poll(unread).toBe(0);

  await page.getByRole("link", { name: "Dashboard" }).click();
  api.when("HELLO", [[text("Hello.")]]);
  const other = await porter.client.agents.start.mutate({ prompt: "HELLO there" });
  await expect(page.getByText("Agent finished: HELLO there")).toBeVisible();
  await expect(bell(page, "Notifications, 1 unread")).toBeVisible();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page).toHaveURL(`/agents/${other.id}`);
  await expect.poll(unread).toBe(0);
  await expect(bell(page, "Notifications")).toBeVisible();
});

type Stub = { endpoint: string; keys: { p256dh: string; auth: string } };
/** Debian's Chromium knows no push service, so the page is given a subscription that one could have made. */
async function stubPushService(context: BrowserContext, stub: Stub): Promise<void> {
  await context.grantPermissions(["notifications"]);
  await context.addInitScript((given) => {
    const KEY = "test.subscribed";
    const subscription = {
      endpoint: given.endpoint,
      toJSON: () => ({ ...given, expirationTime: null }),
      unsubscribe: () => {
        localStorage.removeItem(KEY);
        return Promise.resolve(true);
      },
    };
    Object.assign(PushManager.prototype, {
      getSubscription: () => Promise.resolve(localStorage.getItem(KEY) ? subscription : null),
      subscribe: (options: PushSubscriptionOptionsInit) => {
        if (!options.userVisibleOnly || !options.applicationServerKey)
          return Promise.reject(new Error("A push service refuses this."));
        localStorage.setItem(KEY, "yes");
        return Promise.resolve(subscription);
      },
    });
  }, stub);
}

test("a browser is turned on and tested; a push shows, is answered from, and is quiet in front", async ({
  api,
  porter,
  page,
  context,
}) => {
  await using service = startReceiver();
  const browser = createPushBrowser(service);
  await stubPushService(context, browser.subscription);
  const worker = await openWithWorker(page, "/settings");

  await page.getByRole("button", { name: "Turn on" }).click();
  const device = page.getByRole("listitem").filter({ hasText: "this browser" });
  await expect(device).toContainText("Chrome on Linux");
  await expect(page.getByRole("button", { name: "Turn off" })).toBeVisible();
  await device.getByRole("button", { name: /^Send a test/ }).click();
  expect(browser.read(await service.next()).payload.body).toContain("This is a test");
  await expect(device).toContainText("Last push");
  await page.getByRole("checkbox", { name: "Agent finished: Push" }).uncheck();
  await expect
    .poll(async () => (await porter.client.channels.status.query()).choices)
    .toEqual([{ kind: "agent_completed", channel: "push", enabled: false }]);
  await expect(page.getByRole("checkbox", { name: "Agent finished: ntfy" })).toBeDisabled();
  await expectNoViolations(page, "settings");

  const { file, session } = await startWaiting(api, porter, "Build the hive");
  await expect(page.getByText("Waits for you: Build the hive")).toBeVisible();
  const [notification] = (await porter.client.notifications.list.query({})).items;
  if (!notification) throw new Error("No notification came.");
  const { id, kind, title, body, link, approvalId } = notification;
  const payload = { id, kind, title, body, link, approvalId };
  const pushes = await openPushes(context, porter.url);

  // With the page in front, the push is the page's to tell.
  await page.bringToFront();
  const task = { ...payload, id: session.id, kind: "task_due", title: "Pay the rent" } as const;
  await pushes.deliver(task);
  await expect(page.getByText("Task due: Pay the rent")).toBeVisible();
  expect(await shownBy(worker)).toEqual([]);

  await page.goto("about:blank");
  await pushes.deliver({ ...payload, body: "An older word" });
  await pushes.deliver(payload);
  await expectShown(worker, ["Build the hive"]);
  expect(await shownBy(worker)).toEqual([
    { title: "Build the hive", body, tag: id, actions: ["Allow", "Deny"] },
  ]);
  await press(worker, "allow");
  await expectShown(worker, ["Allowed"]);
  await expect.poll(() => existsSync(file)).toBe(true);

  // A second answer has no effect, and says so.
  await press(worker, "deny");
  await expectShown(worker, ["Not answered"]);
  expect((await shownBy(worker))[0]?.body).toContain("Build the hive: ");

  await page.goto("/settings");
  await expect(page.getByRole("button", { name: "Turn off" })).toBeVisible();
  await press(worker);
  await expect(page).toHaveURL(`/agents/${session.id}`);
  await expectShown(worker, []);

  await page.goto("/settings");
  await page.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByRole("button", { name: "Turn on" })).toBeVisible();
  expect((await porter.client.channels.status.query()).devices).toEqual([]);
});

test.describe("on a phone", () => {
  test.use(PHONE);

  test("the bell leads into the inbox, and a row is done by touch", async ({ api, porter, page }) => {
    api.when("HELLO", [[text("Hello.")]]);
    await porter.client.agents.start.mutate({ prompt: "HELLO there" });
    await page.goto("/");
    await bell(page, "Notifications, 1 unread").tap();
    await page.getByRole("link", { name: "Open the inbox" }).tap();
    await expect(page).toHaveURL("/notifications");
    await expectNoViolations(page, "inbox on a phone");
    await page.getByRole("button", { name: "Mark “HELLO there” as done" }).tap();
    await expect(page.getByRole("heading", { name: "All seen to" })).toBeVisible();
    await expectNoViolations(page, "empty inbox");

    await page.goto("/settings");
    await expect(page.getByRole("checkbox", { name: "Agent failed: Push" })).toBeVisible();
    await page.getByRole("button", { name: "Make a sign-in link" }).tap();
    await expect(page.getByRole("textbox", { name: "Sign-in link" })).toHaveValue(/\/sign-in#/);
    await expectNoViolations(page, "settings on a phone");
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });
});
