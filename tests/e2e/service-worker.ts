import type { BrowserContext, Page, Worker } from "@playwright/test";
import type { PushPayload } from "../../shared/notification.ts";
import { expect } from "./support.ts";

/** Opens the app and waits until its service worker serves it. */
export async function openWithWorker(page: Page, path: string): Promise<Worker> {
  await page.goto(path);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  const [worker = page.context().waitForEvent("serviceworker")] = page.context().serviceWorkers();
  return worker;
}

/** Leaves Porter, and waits until its worker knows: to a page that it still sees, it would tell what comes. */
export async function leave(page: Page, worker: Worker): Promise<void> {
  await page.goto("about:blank");
  const seen = () =>
    worker.evaluate(async () => {
      const { clients } = globalThis as unknown as {
        clients: { matchAll: (options: object) => Promise<unknown[]> };
      };
      return (await clients.matchAll({ type: "window", includeUncontrolled: true })).length;
    });
  await expect.poll(seen).toBe(0);
}

/** The browser's own tool for pushes: what a push service would bring, decrypted. */
export async function openPushes(context: BrowserContext, origin: string) {
  // A tab of its own: it is there when no page of Porter is.
  const cdp = await context.newCDPSession(await context.newPage());
  const registered = Promise.withResolvers<string>();
  cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    const found = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`);
    if (found) registered.resolve(found.registrationId);
  });
  await cdp.send("ServiceWorker.enable");
  const registrationId = await registered.promise;
  return {
    deliver: (payload: PushPayload) =>
      cdp.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data: JSON.stringify(payload) }),
  };
}

type Shown = { title: string; body: string; tag: string; actions: string[] };
/** Playwright types a worker as a web worker. */
type Registration = { registration: ServiceWorkerRegistration };

export const shownBy = (worker: Worker): Promise<Shown[]> =>
  worker.evaluate(async () => {
    const { registration } = globalThis as unknown as Registration;
    return (await registration.getNotifications()).map((shown) => ({
      title: shown.title,
      body: shown.body,
      tag: shown.tag,
      // Not in the types of a page.
      actions: (shown as unknown as { actions: { title: string }[] }).actions.map(({ title }) => title),
    }));
  });

/** Waits for exactly these notifications of the system, by title. */
export const expectShown = (worker: Worker, titles: string[]) =>
  expect.poll(async () => (await shownBy(worker)).map(({ title }) => title)).toEqual(titles);

/**
 * Presses the only notification, or a button of it. The browser has no tool for that, so the event is made by hand; one
 * that is cannot be waited for, hence its own `waitUntil`.
 */
export async function press(worker: Worker, action = ""): Promise<void> {
  await worker.evaluate(async (action) => {
    const { registration } = globalThis as unknown as Registration;
    const [notification] = await registration.getNotifications();
    const { NotificationEvent } = globalThis as unknown as {
      NotificationEvent: new (type: string, init: object) => Event;
    };
    const work: Promise<unknown>[] = [];
    const event = new NotificationEvent("notificationclick", { notification, action });
    Object.assign(event, { waitUntil: (each: Promise<unknown>) => work.push(each) });
    dispatchEvent(event);
    await Promise.all(work);
  }, action);
}
