import type { Notification } from "../../shared/notification.ts";
import { createPatientWriter } from "../db/patient-writer.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Attention } from "./attention.ts";
import type { Channel, Tally, Target } from "./channel.ts";
import { createLanes } from "./lanes.ts";
import { createProgress } from "./progress.ts";
import type { ChannelStore } from "./store.ts";
import { createWaits } from "./waits.ts";

/** Attempts and the pauses between them: 8, over some 4 minutes, outlast a restart of the router. */
export type Retries = { attempts: number; firstPauseMs: number; longestPauseMs: number };
export const RETRIES: Retries = { attempts: 8, firstPauseMs: 1_000, longestPauseMs: 60_000 };

/**
 * Hands every notification that comes to a channel's receivers, until the signal. At least once over crashes: the
 * cursor passes an event when each receiver has it, or needs it no more, or has failed for good. What was read,
 * done, snoozed or renewed by then is not sent, and nothing is while the owner looks at Porter.
 */
export async function dispatch(deps: {
  channel: Channel;
  notifications: Pick<Notifications, "find" | "describe">;
  store: ChannelStore;
  attention: Attention;
  events: EventLog;
  retries: Retries;
  /** Is counted up. */
  tally: Tally;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  const { channel, notifications, store, attention, events, retries, tally, log, signal } = deps;
  const waits = createWaits(signal);
  const inLane = createLanes();
  const handing = new Set<Promise<void>>();
  const write = createPatientWriter(log);
  const progress = createProgress((eventId) => write(() => store.setCursor(channel.name, eventId)));

  const entries = events.follow({
    after: store.cursor(channel.name),
    filter: { families: ["notification"] },
    signal,
  });
  for await (const entry of entries) {
    if (entry.type === "event") {
      waits.wake(); // It may tell that something which waits was read.
      const change = notifications.describe(entry.event);
      if (change?.type !== "created") continue;
      const work = hand(entry.id, change.notification)
        .catch((error: unknown) =>
          log.error({ channel: channel.name, err: error }, "the log cannot be gone through"),
        )
        .finally(() => handing.delete(work));
      handing.add(work);
    } else if (entry.type !== "live") {
      if (entry.type === "resync")
        log.warn({ channel: channel.name }, "the log was pruned before it was sent");
      progress.pass(entry.id);
    }
  }
  await Promise.all(handing);

  /** The receivers are those of this moment: a browser that subscribes later gets what comes later. */
  async function hand(eventId: number, told: Notification): Promise<void> {
    progress.begin(eventId);
    const deliveries = channel
      .targets()
      .map((target) => inLane(target.id, () => deliver(target, told).catch((error) => doubt(target, error))));
    const settled = await Promise.all(deliveries);
    if (settled.every(Boolean)) progress.settle(eventId);
  }

  /** Not settled: it comes again with the next start. */
  function doubt(target: Target, error: unknown): false {
    if (!signal.aborted) {
      log.error({ channel: channel.name, target: target.id, err: error }, "a delivery is in doubt");
    }
    return false;
  }

  /** Whether it is settled; false when the server stops first. */
  async function deliver(target: Target, told: Notification): Promise<boolean> {
    let notBefore = 0;
    for (let attempt = 1; ; attempt++) {
      const notification = await whenDue(told, notBefore);
      if (!notification) return !signal.aborted;
      const outcome = await target.send(notification, signal);
      if (outcome.type === "sent" || outcome.type === "gone") {
        tally[outcome.type]++;
        return true;
      }
      const isLast = outcome.type !== "later" || attempt >= retries.attempts;
      log[isLast ? "warn" : "debug"](
        { channel: channel.name, target: target.id, attempt, reason: outcome.reason },
        isLast ? "a notification was not delivered" : "a notification is sent again later",
      );
      if (isLast) {
        tally.failed++;
        return true;
      }
      notBefore = performance.now() + Math.max(pauseAfter(attempt), outcome.afterMs ?? 0);
    }
  }

  /** Four times as long each time, with jitter: receivers that failed together do not come back together. */
  function pauseAfter(attempt: number): number {
    const pause = Math.min(retries.longestPauseMs, retries.firstPauseMs * 4 ** (attempt - 1));
    return pause * (0.5 + Math.random() / 2);
  }

  /** Waits until it may be sent; undefined when it needs no sending any more, or the server stops. */
  async function whenDue(told: Notification, notBefore: number): Promise<Notification | undefined> {
    for (;;) {
      const notification = signal.aborted ? undefined : notifications.find(told.id);
      if (!notification || !isWanted(notification, told)) return undefined;
      const pause = Math.max(attention.remaining(), notBefore - performance.now());
      if (pause <= 0) return notification;
      await waits.wait(pause);
    }
  }

  function isWanted(notification: Notification, told: Notification): boolean {
    // One that has come again since has an event of its own behind this one.
    const isLatest = notification.createdAt.getTime() === told.createdAt.getTime();
    const isOpen =
      notification.readAt === null && notification.doneAt === null && notification.snoozedUntil === null;
    return isLatest && isOpen && store.isChosen(notification.kind, channel.name);
  }
}
