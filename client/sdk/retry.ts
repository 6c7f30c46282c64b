import { setTimeout as wait } from "node:timers/promises";
import { asPorterError, isPassing } from "./error.ts";

/** Before the second attempt, in ms; each further wait is twice as long, up to the longest. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 5_000;

/**
 * Sends a call, again while what it fails with may pass.
 * @param retryFor ms from now on after which no attempt begins any more
 * @throws PorterError of the last attempt, or the reason of the signal
 */
export async function sendUntilDone<T>(
  send: () => Promise<T>,
  {
    retryFor,
    signal,
    where,
  }: { retryFor: number; signal: AbortSignal | undefined; where: string | undefined },
): Promise<T> {
  const end = performance.now() + retryFor;
  for (let doubled = FIRST_WAIT; ; doubled = Math.min(2 * doubled, LONGEST_WAIT)) {
    try {
      return await unlessAborted(send(), signal);
    } catch (failure) {
      signal?.throwIfAborted();
      const error = asPorterError(failure, where);
      // Calls that failed together do not come again together.
      const pause = (error.retryAfterMs ?? 0) + doubled * (0.5 + Math.random() / 2);
      if (!isPassing(error) || performance.now() + pause > end) throw error;
      await unlessAborted(wait(pause, undefined, { signal }), signal);
    }
  }
}

/** A call that shares its request with others is not ended by its signal alone: its caller is let go. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
