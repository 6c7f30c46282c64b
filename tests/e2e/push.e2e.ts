import { existsSync } from "node:fs";
import type { BrowserContext } from "@playwright/test";
import { findWholeBrowser } from "../support/browser.ts";
import { createPushBrowser } from "../support/push-browser.ts";
import { startReceiver } from "../support/receiver.ts";
import { expectNoViolations } from "./axe-check.ts";
import { launchOptions } from "./playwright.config.ts";
import { expectShown, leave, openPushes, openWithWorker, press, shownBy } from "./service-worker.ts";
import { expect, startWaiting, test } from "./support.ts";

test.use({
  serviceWorkers: "allow",
  // A shell of a browser shows no notifications.
  launchOptions: { ...launchOptions, executablePath: findWholeBrowser() },
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

  await leave(page, worker);
  await pushes.deliver({ ...payload, body: "An older word" });
  await pushes.deliver(payload);
  await expect
    .poll(() => shownBy(worker))
    .toEqual([{ title: "Build the hive", body, tag: id, actions: ["Allow", "Deny"] }]);
  await press(worker, "allow");
  await expectShown(worker, ["Allowed"]);
  await expect.poll(() => existsSync(file)).toBe(true);

  // A second answer has no effect, and says so.
  await press(worker, "deny");
  await expectShown(worker, ["Too late"]);
  expect(await shownBy(worker)).toMatchObject([
    { body: expect.stringMatching(/^Build the hive: .*answered already: it is allowed/), actions: [] },
  ]);

  await page.goto("/settings");
  await expect(page.getByRole("button", { name: "Turn off" })).toBeVisible();
  await press(worker);
  await expect(page).toHaveURL(`/agents/${session.id}`);
  await expectShown(worker, []);

  // What asks still, and was answered elsewhere, goes when Porter is opened here.
  await leave(page, worker);
  await pushes.deliver(payload);
  await expectShown(worker, ["Build the hive"]);
  await page.goto("/settings");
  await expectShown(worker, []);
  await page.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByRole("button", { name: "Turn on" })).toBeVisible();
  await expect.poll(async () => (await porter.client.channels.status.query()).devices).toEqual([]);
});
