/** A token bucket: so many at once, then one each `refillMs`. */
export function createBucket(options: { capacity: number; refillMs: number; now: () => Date }) {
  const { capacity, refillMs, now } = options;
  let tokens = capacity;
  let filledAt = now().getTime();

  return {
    /** False: there is none left. */
    take(): boolean {
      const at = now().getTime();
      // A clock that was set back refills nothing, and empties nothing.
      tokens = Math.min(capacity, tokens + Math.max(0, at - filledAt) / refillMs);
      filledAt = at;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
