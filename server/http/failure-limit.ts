import type { RateLimiterMemory } from "rate-limiter-flexible";
import { networkOf } from "../auth/network.ts";

/** Wrong credentials that one network may send before it has to wait. Right ones are never counted or delayed. */
const FAILURES_PER_MINUTE = 20;

/** In ms: how long the answer to each further one is held back, so that who waits for it slows itself down. */
const HOLD_BACK = 50;

export type FailureLimit = ReturnType<typeof createFailureLimit>;

export function createFailureLimit() {
  let limiter: RateLimiterMemory | undefined;
  return {
    /** Counts one failure. Returns the seconds to wait when there were too many. */
    async count(address: string): Promise<number | undefined> {
      // With the first failure: it brings all the stores that it knows, 1 MB.
      const { RateLimiterMemory, RateLimiterRes } = await import("rate-limiter-flexible");
      limiter ??= new RateLimiterMemory({ points: FAILURES_PER_MINUTE, duration: 60 });
      try {
        await limiter.consume(networkOf(address));
        return undefined;
      } catch (rejection) {
        if (!(rejection instanceof RateLimiterRes)) throw rejection;
        await Bun.sleep(HOLD_BACK);
        return Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
      }
    },
  };
}
