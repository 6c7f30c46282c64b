import { toSubscribe } from "../../service-worker/subscription.ts";
import { pushStateOf, type PushState } from "./push-state.ts";

/** The push subscription of this very browser. */

const isApple = () =>
  /iPhone|iPad/.test(navigator.userAgent) || (isMacWithTouch() && !("PushManager" in globalThis));
/** An iPad gives itself out as a Mac. */
const isMacWithTouch = () => navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1;

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

const hasPush = () =>
  "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;

async function hashOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export type ThisBrowser = { state: PushState; endpointHash?: string };

export async function lookAtThisBrowser(): Promise<ThisBrowser> {
  const can = hasPush();
  const current = can && isSecureContext ? await subscription() : null;
  const state = pushStateOf({
    isSecure: isSecureContext,
    hasPush: can,
    isApple: isApple(),
    permission: can ? Notification.permission : "default",
    isSubscribed: current !== null,
  });
  return { state, ...(current && { endpointHash: await hashOf(current.endpoint) }) };
}

/** A service worker is there a moment after the first visit; one that never comes must not leave the person waiting. */
const WORKER_LIMIT_MS = 10_000;

function worker(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("The app has not been set up yet.")), WORKER_LIMIT_MS);
  });
  return Promise.race([navigator.serviceWorker.ready, late]);
}

/** Asks for the permission, so it belongs behind a press. Undefined when the person does not give it. */
export async function subscribe(publicKey: string): Promise<ReturnType<typeof toSubscribe> | undefined> {
  if ((await Notification.requestPermission()) !== "granted") return undefined;
  const { pushManager } = await worker();
  // One with another key is of a Porter that was set up anew, and refuses ours.
  await (await pushManager.getSubscription())?.unsubscribe();
  return toSubscribe(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }));
}

/** Returns the endpoint that is given up. */
export async function unsubscribe(): Promise<string | undefined> {
  const current = await subscription();
  await current?.unsubscribe();
  return current?.endpoint;
}
