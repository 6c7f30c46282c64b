import type { PushPayload } from "../../../shared/notification.ts";
import { callPorter } from "./call.ts";
import type { WorkerMessage } from "./messages.ts";
import { scope, type ShowOptions } from "./scope.ts";
import { toSubscribe } from "./subscription.ts";

const isPayload = (value: unknown): value is PushPayload =>
  typeof value === "object" && value !== null && "id" in value && "title" in value && "link" in value;

/** The looks that every notification of Porter's shares. */
export const dressed = (payload: PushPayload, options: ShowOptions): ShowOptions => ({
  icon: "/icons/icon-192.png",
  badge: "/icons/badge-96.png",
  // A newer one takes the place of the older one about the same thing.
  tag: payload.id,
  data: payload,
  ...options,
});

export const ANSWERS = [
  { action: "allow", title: "Allow" },
  { action: "deny", title: "Deny" },
];

/** The browser takes the permission away from an app that gets a push and shows nothing, unless it is in front. */
export async function receivePush(data: { json: () => unknown } | null): Promise<void> {
  const payload = data?.json();
  if (!isPayload(payload)) {
    const nothing = {
      id: "unknown",
      kind: "integration_attention",
      title: "",
      body: "",
      approvalId: null,
    } as const;
    return scope.registration.showNotification(
      "Something is new in Porter",
      dressed({ ...nothing, link: "/" }, {}),
    );
  }
  const windows = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  const inFront = windows.find((page) => page.focused && page.visibilityState === "visible");
  // A window's client has no target origin: it is of this one.
  // eslint-disable-next-line unicorn/require-post-message-target-origin
  if (inFront) return inFront.postMessage({ type: "arrived", notification: payload } satisfies WorkerMessage);
  await scope.registration.showNotification(
    payload.title,
    dressed(payload, {
      body: payload.body,
      renotify: true,
      requireInteraction: payload.kind === "agent_waiting",
      ...(payload.approvalId !== null && { actions: ANSWERS }),
    }),
  );
}

/** The push service has given this browser another address. */
export async function renewSubscription(old: PushSubscription | null | undefined): Promise<void> {
  const status = await callPorter("channels.status");
  // A browser that is signed out cannot tell its new address; the settings show that it is off.
  if (!status.ok) return;
  const { publicKey } = status.answer as { publicKey: string }; // what channels.status answers
  const next = await scope.registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  await callPorter("channels.subscribe", toSubscribe(next));
  if (old) await callPorter("channels.unsubscribe", { endpoint: old.endpoint });
}
