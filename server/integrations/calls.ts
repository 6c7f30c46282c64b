import type { Clock } from "./clock.ts";
import { IntegrationError } from "./error.ts";

/** What a call that is under way gets when its integration is stopped, in ms. */
const CALL_GRACE = 5_000;

type Limited<T> = {
  /** In ms. */
  limit: number;
  call: (signal: AbortSignal) => T | Promise<T>;
  /** It came to its end, whether or not somebody still waited for it. */
  onSettled?: () => void;
  /** Nobody waited any more for what it gave. */
  onLate?: (value: T) => void;
};

export type Calls = ReturnType<typeof createCalls>;

/**
 * Calls into code that may do anything: throw before its first `await`, throw no Error, never settle. Each has a
 * limit, after which it is left behind; its own signal tells it. `signal` ends all of them, with a grace.
 */
export function createCalls({ clock, signal }: { clock: Clock; signal: AbortSignal }) {
  const running = new Set<Promise<unknown>>();
  let leftBehind = 0;

  return {
    /** How many did not end with their limit, so far. */
    leftBehind: (): number => leftBehind,

    async within<T>({ limit, call, onSettled, onLate }: Limited<T>): Promise<T> {
      if (signal.aborted) throw stopped();
      const own = new AbortController();
      const { promise: over, reject } = Promise.withResolvers<never>();
      let isOver = false;
      const giveUp = (error: IntegrationError) => () => {
        isOver = true;
        leftBehind += 1;
        reject(error);
        own.abort(error);
      };
      const timers = [clock.after(limit, giveUp(tooLate(limit)))];
      const onStop = () => {
        timers.push(clock.after(CALL_GRACE, giveUp(stopped())));
        own.abort(stopped());
      };
      signal.addEventListener("abort", onStop, { once: true });

      const work = (async () => {
        try {
          const value = await call(own.signal);
          if (isOver) onLate?.(value);
          return value;
        } finally {
          onSettled?.();
        }
      })();
      running.add(work);
      const forget = () => running.delete(work);
      work.then(forget, forget);
      try {
        return await Promise.race([work, over]);
      } finally {
        for (const cancel of timers) cancel();
        signal.removeEventListener("abort", onStop);
      }
    },

    /** Resolves when nothing is under way any more, or after the grace. */
    async settle(): Promise<void> {
      if (running.size === 0) return;
      const { promise: grace, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(CALL_GRACE, resolve);
      await Promise.race([Promise.allSettled(running), grace]);
      cancel();
    },
  };
}

const tooLate = (limit: number) =>
  new IntegrationError("retry", `It did not answer within ${Math.round(limit / 1000)} seconds.`);

const stopped = () => new IntegrationError("retry", "It was stopped.");
