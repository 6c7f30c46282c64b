import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "./service.ts";

/**
 * The longest wait in ms. A clock that was set and a machine that slept are noticed after this at the latest, and
 * a wait stays far below the 2^31 ms at which a timer fires at once.
 */
const LONGEST_WAIT = 60_000;

/** Ends snoozes when their time has come, those at once that ended while the server was down. */
export async function keepSnoozeTimer(deps: {
  notifications: Pick<Notifications, "wakeDue" | "nextWake">;
  events: EventLog;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  const { notifications, events, log, signal } = deps;
  let timer: Timer | undefined;

  function ring(): void {
    let wait = LONGEST_WAIT;
    try {
      notifications.wakeDue(new Date());
      const next = notifications.nextWake();
      if (!next) return; // The event of the next snooze rings again.
      wait = Math.min(LONGEST_WAIT, Math.max(0, next.getTime() - Date.now()));
    } catch (error) {
      log.error({ err: error }, "ended snoozes could not be brought back; it is tried again");
    }
    timer = setTimeout(ring, wait);
  }

  try {
    ring();
    for await (const entry of events.follow({ filter: { families: ["notification"] }, signal })) {
      if (entry.type !== "event" && entry.type !== "resync") continue;
      clearTimeout(timer);
      ring();
    }
  } finally {
    clearTimeout(timer);
  }
}
