import type { Notification } from "../../shared/notification.ts";
import { onceWritable } from "../db/trouble.ts";
import type { Log } from "../log.ts";
import type { Channel, Outcome, Target } from "./channel.ts";
import { post } from "./post.ts";
import { encodePayload, PAYLOAD_LIMIT } from "./push-payload.ts";
import type { ChannelStore, Subscription } from "./store.ts";
import type { VapidKeys } from "./vapid.ts";

/** How long a push service keeps a push for a device that is off, in s. */
const TTL = 24 * 3600;
/** Of a payload for a service that finds the usual one too large, in bytes. */
const SMALL_PAYLOAD = 1024;

/** Web Push: encrypted for the browser (RFC 8291), signed by this Porter (RFC 8292), posted as RFC 8030 says. */
export function createPushChannel(deps: {
  store: ChannelStore;
  keys: VapidKeys;
  contact: string;
  /** The browser has withdrawn its subscription. */
  onGone: (endpoint: string) => void;
  log: Pick<Log, "warn">;
}): Channel {
  const { store, keys, contact, onGone, log } = deps;

  async function push(
    { endpoint, p256dh, auth }: Subscription,
    payload: string,
    options: { notification: Notification; signal: AbortSignal },
  ) {
    // Not at the start: it takes 45 ms to load, and many a day has no push.
    const { generateRequestDetails } = await import("web-push");
    const { id, kind } = options.notification;
    // Its own transport knows no time limit, so only the request is made by the library.
    const { headers, body } = generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: { subject: contact, ...keys },
      TTL,
      urgency: kind === "agent_waiting" ? "high" : "normal",
      topic: topicOf(id),
      contentEncoding: "aes128gcm",
    });
    return post({ url: endpoint, headers: toHeaders(headers), body: new Uint8Array(body) }, options.signal);
  }

  async function send(id: string, notification: Notification, signal: AbortSignal): Promise<Outcome> {
    const subscription = store.findSubscription(id);
    if (!subscription) return { type: "gone", reason: "This device was removed." };
    const options = { notification, signal };
    let outcome = await push(subscription, encodePayload(notification, PAYLOAD_LIMIT), options);
    if (outcome.status === 413)
      outcome = await push(subscription, encodePayload(notification, SMALL_PAYLOAD), options);
    await onceWritable(
      () => note(subscription, outcome),
      (error) => log.warn({ target: id, err: error }, "what became of a push waits to be written down"),
    );
    return outcome;
  }

  function note({ id, endpoint }: Subscription, outcome: Outcome): void {
    if (outcome.type === "sent") store.noteSent(id, new Date());
    else if (outcome.type === "gone") onGone(endpoint);
    else store.noteFailure(id, outcome.reason);
  }

  const toTarget = ({ id }: Subscription): Target => ({
    id,
    send: (notification, signal) => send(id, notification, signal),
  });
  return { name: "push", targets: () => store.subscriptions().map(toTarget) };
}

/**
 * A newer push about the same thing takes the place of one that was not delivered yet. At most 32 URL-safe
 * characters: the UUID without its dashes.
 */
const topicOf = (id: string): string => id.replaceAll("-", "");

/** Its `Content-Length` is left to fetch. */
const toHeaders = (headers: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== "Content-Length")
      .map(([name, value]) => [name, String(value)]),
  );
