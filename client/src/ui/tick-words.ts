import type { TickHealth } from "../../../shared/integration.ts";
import { formatDuration, timeAgo, timeUntil } from "./time.ts";

/** When it last looked, and when it looks again. */
export function tickWords({ lastAt, nextAt, interval }: TickHealth, now: Date): string {
  const last = lastAt
    ? `looked ${timeAgo(lastAt, now)}`.replace(/ now$/, " a moment ago")
    : "has not looked yet";
  return nextAt
    ? `${last}, again ${timeUntil(nextAt, now)}`
    : `${last}, every ${formatDuration(interval * 1_000)}`;
}
