import type { Notification, NotificationChannel } from "../../shared/notification.ts";

/**
 * What became of one attempt. The reasons are for the owner's eyes; they never hold an address or a key.
 * - `gone`: the receiver does not exist any more and never will again
 * - `later`: it may work another time; `afterMs` is how long the receiver asks to be left alone
 * - `refused`: it will not work by trying again
 */
export type Outcome =
  | { type: "sent" }
  | { type: "gone"; reason: string }
  | { type: "later"; reason: string; afterMs?: number }
  | { type: "refused"; reason: string };

/** One receiver. What it is sent comes in order; receivers do not wait for each other. */
export type Target = {
  id: string;
  /**
   * Makes one attempt and notes how it went.
   * @throws the signal's reason once the signal is aborted, and nothing else for what the other side does
   */
  send: (notification: Notification, signal: AbortSignal) => Promise<Outcome>;
};

/** A way on which notifications leave Porter. */
export type Channel = {
  name: NotificationChannel;
  /** The receivers as they are now. */
  targets: () => Target[];
};

/** How handing notifications to the receivers of a channel has ended, since the start. Each receiver counts. */
export type Tally = { channel: NotificationChannel; sent: number; gone: number; failed: number };
