const MINUTE = 60_000;
/** In ms. A clock that is ahead is believed when it has been so for this long, as the running machine counts. */
const BELIEVED_AFTER = 24 * 60 * MINUTE;
/** In ms. What a clock is put right by, from time to time. */
const CORRECTION = MINUTE;

export type SteadyClock = ReturnType<typeof createSteadyClock>;

/**
 * The time for what cannot be taken back when it is over: pruning, limits. A clock that is suddenly ahead is wrong, or
 * the machine has slept; until it has stayed so for a day, this one goes on as if nothing had happened. One that is set
 * back is followed at once: then less is over.
 * @param from when the clock was right, if that was before this run of the server
 * @param counted ms that have passed, which nobody sets
 */
export function createSteadyClock({
  from,
  said = Date.now,
  counted = () => performance.now(),
}: { from?: Date | undefined; said?: () => number; counted?: () => number } = {}) {
  let right = { said: from?.getTime() ?? said(), counted: counted() };
  let aheadSince: number | undefined;

  return {
    now(): Date {
      const now = { said: said(), counted: counted() };
      const expected = right.said + now.counted - right.counted;
      const isAhead = now.said > expected + CORRECTION;
      if (isAhead) aheadSince ??= now.counted;
      if (isAhead && now.counted - (aheadSince ?? 0) < BELIEVED_AFTER) return new Date(expected);
      right = now;
      aheadSince = undefined;
      return new Date(now.said);
    },
  };
}
