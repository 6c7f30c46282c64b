import type { Notification, NotificationChannel } from "../../shared/notification.ts";
import type { Channel, Outcome } from "./channel.ts";

export type ConfiguredChannel = Channel & {
  /** Why the last delivery failed; undefined when it did not. Since the start. */
  lastError: () => string | undefined;
};

/** A channel to one receiver, which the configuration names. */
export function createConfiguredChannel(
  name: NotificationChannel,
  send: (notification: Notification, signal: AbortSignal) => Promise<Outcome>,
): ConfiguredChannel {
  let lastError: string | undefined;
  const target = {
    id: name,
    async send(notification: Notification, signal: AbortSignal): Promise<Outcome> {
      const outcome = await send(notification, signal);
      lastError = outcome.type === "sent" ? undefined : outcome.reason;
      return outcome;
    },
  };
  return { name, targets: () => [target], lastError: () => lastError };
}
