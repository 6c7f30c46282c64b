import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Wrong credentials that one address may send before it has to wait. Right ones are never counted or delayed. */
const FAILURES_PER_MINUTE = 20;

export type FailureLimit = ReturnType<typeof createFailureLimit>;

export function createFailureLimit() {
  const limiter = new RateLimiterMemory({ points: FAILURES_PER_MINUTE, duration: 60 });
  return {
    /** Counts one failure. Returns the seconds to wait when there were too many. */
    async count(address: string): Promise<number | undefined> {
      try {
        await limiter.consume(address);
        return undefined;
      } catch (rejection) {
        if (!(rejection instanceof RateLimiterRes)) throw rejection;
        return Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
      }
    },
  };
}
