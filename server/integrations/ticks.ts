import type { TickHealth } from "../../shared/integration.ts";
import { waitFor, type Clock } from "./clock.ts";
import type { Failure } from "./failure.ts";
import { growingPause } from "./growing-pause.ts";

/** The first tick comes this soon after the set-up, in ms, spread so that not all come at once. */
const FIRST_WITHIN = 2_000;
/** A tick that failed is tried again after its interval, or after this when the interval is longer, in ms … */
const RETRY_WITHIN = 5 * 60_000;

/** Of all ticks of an integration since the server started. */
export type TickCounts = Pick<TickHealth, "lastAt" | "lastTook" | "done" | "failed" | "skipped">;

/** One that has come to its end. */
export type EndedTick = { startedAt: Date; endedAt: Date; failed: boolean };

export const noTicks = (): TickCounts => ({ lastAt: null, lastTook: null, done: 0, failed: 0, skipped: 0 });

export type Ticks = ReturnType<typeof startTicks>;

/**
 * Calls `tick` every interval, one at a time. Time that passed unseen (sleep, a clock set forward) makes one tick,
 * not many. One that has not settled keeps the next ones away, also after its limit.
 */
export function startTicks(deps: {
  clock: Clock;
  /** In ms. */
  interval: number;
  counts: TickCounts;
  onEnd: (tick: EndedTick) => void;
  /** Never rejects. `onSettled` is called when the integration's own code has come to its end. */
  tick: (onSettled: () => void) => Promise<Failure | undefined>;
}) {
  const { clock, interval, counts, onEnd, tick } = deps;
  // … and each further one twice as long after the one before, up to the longer of the two.
  const retries = {
    first: Math.min(interval, RETRY_WITHIN),
    factor: 2,
    longest: Math.max(interval, RETRY_WITHIN),
  };
  let failedInARow = 0;
  let isRunning = false;
  let isStopped = false;
  let wait = waitFor(clock, Math.floor(Math.random() * Math.min(interval, FIRST_WITHIN)), due);

  function due(): void {
    again(interval);
    if (isRunning) counts.skipped += 1;
    else void run();
  }

  function again(ms: number): void {
    wait.cancel();
    if (!isStopped) wait = waitFor(clock, ms, due);
  }

  async function run(): Promise<void> {
    isRunning = true;
    const from = clock.now();
    counts.lastAt = from;
    const failure = await tick(() => (isRunning = false));
    const endedAt = clock.now();
    counts.lastTook = Math.max(0, endedAt.getTime() - from.getTime());
    onEnd({ startedAt: from, endedAt, failed: failure !== undefined });
    failedInARow = failure ? failedInARow + 1 : 0;
    counts[failure ? "failed" : "done"] += 1;
    if (failure) again(growingPause(retries, failedInARow, failure.afterMs));
  }

  return {
    nextAt: (): Date | null => (isStopped ? null : wait.endsAt()),

    stop(): void {
      isStopped = true;
      wait.cancel();
    },
  };
}

/** How long a tick may take, in ms. */
export const tickLimit = (interval: number): number => Math.min(Math.max(interval, 60_000), 600_000);
