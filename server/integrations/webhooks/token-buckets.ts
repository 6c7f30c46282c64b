/** What a bucket says when a token is taken out of it. */
export type Taken = {
  isAllowed: boolean;
  /** Whole tokens that are left. */
  remaining: number;
  /** Until there is a token again, in seconds; 0 when there is one. */
  waitSeconds: number;
  /** Until it is full again, in seconds. */
  fullInSeconds: number;
};

/**
 * Token buckets, one for each key, each kept as the moment at which it is full again; a full one is forgotten.
 * `rate-limiter-flexible` counts in fixed windows: at their edges twice the burst gets through.
 * @param now in ms. Best a clock that nobody sets; one that is set back can empty a bucket, no more.
 */
export function createTokenBuckets({
  capacity,
  perSecond,
  now = () => performance.now(),
}: {
  capacity: number;
  perSecond: number;
  now?: () => number;
}) {
  const fullAt = new Map<string, number>();
  const refill = 1000 / perSecond;
  let sweepAt = 1000;

  /** How long it is until the bucket is full, in ms. */
  const debtOf = (key: string): number =>
    Math.min(capacity * refill, Math.max(0, (fullAt.get(key) ?? 0) - now()));

  function setDebt(key: string, debt: number): void {
    if (debt > 0) fullAt.set(key, now() + debt);
    else fullAt.delete(key);
    if (fullAt.size < sweepAt) return;
    for (const [other, moment] of fullAt) if (moment <= now()) fullAt.delete(other);
    sweepAt = Math.max(1000, 2 * fullAt.size);
  }

  return {
    take(key: string): Taken {
      const before = debtOf(key);
      const after = before + refill;
      const isAllowed = after <= capacity * refill;
      if (isAllowed) setDebt(key, after);
      const debt = isAllowed ? after : before;
      return {
        isAllowed,
        remaining: Math.floor(capacity - debt / refill),
        waitSeconds: isAllowed ? 0 : (after - capacity * refill) / 1000,
        fullInSeconds: debt / 1000,
      };
    },

    /** Takes another one away, down to none. */
    fine: (key: string): void => setDebt(key, Math.min(debtOf(key) + refill, capacity * refill)),

    giveBack: (key: string): void => setDebt(key, debtOf(key) - refill),
  };
}
