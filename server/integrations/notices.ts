import { waitFor, type Clock, type Wait } from "./clock.ts";
import type { Failure } from "./failure.ts";
import { createTokenBuckets } from "./webhooks/token-buckets.ts";

/** The name under which a flood counts as what fails. */
export const IN_FLOOD = "notifications";

/** So many notifications at once, and then in every second. */
const AT_ONCE = 20;
const PER_SECOND = 0.1;
/** A flood is over when nothing was dropped for so long, in ms. */
const QUIET = 10 * 60_000;

/** Keeps one integration from burying its owner's inbox. */
export function createNotices(deps: {
  clock: Clock;
  onFlood: (failure: Failure) => void;
  onQuiet: () => void;
}) {
  const { clock } = deps;
  const buckets = createTokenBuckets({
    capacity: AT_ONCE,
    perSecond: PER_SECOND,
    now: () => clock.now().getTime(),
  });
  let sent = 0;
  let dropped = 0;
  let droppedAt = 0;
  let quiet: Wait | undefined;

  function listen(ms: number): void {
    quiet = waitFor(clock, ms, () => {
      quiet = undefined;
      const left = droppedAt + QUIET - clock.now().getTime();
      if (left > 0) listen(Math.min(left, QUIET));
      else deps.onQuiet();
    });
  }

  return {
    /** False: this one is to be dropped. */
    may(): boolean {
      if (buckets.take(IN_FLOOD).isAllowed) {
        sent += 1;
        return true;
      }
      dropped += 1;
      droppedAt = clock.now().getTime();
      if (!quiet) listen(QUIET);
      deps.onFlood({
        remedy: "retry",
        message: `It tells too much: more than ${AT_ONCE} notifications at once. Further ones are dropped for a while.`,
      });
      return false;
    },

    counts: () => ({ sent, dropped }),

    stop(): void {
      quiet?.cancel();
      quiet = undefined;
    },
  };
}
