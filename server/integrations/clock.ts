/**
 * In ms. A timer stands still while the machine sleeps and knows nothing of a clock that is set, and one beyond 2^31
 * fires at once: so long waits look at the clock at least this often.
 */
const LONGEST_PIECE = 60_000;

/** Time as the integrations have it. */
export type Clock = {
  now: () => Date;
  /** Calls back once, after so many ms; the function that it gives calls that off. */
  after: (ms: number, callback: () => void) => () => void;
};

export const systemClock: Clock = {
  now: () => new Date(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export type Wait = { endsAt: () => Date; cancel: () => void };

/**
 * Calls back once when so much time has passed, by the timer or by the clock, whichever has seen more of it: time
 * asleep counts, and a clock that is set back makes nobody wait for longer.
 */
export function waitFor(clock: Clock, ms: number, callback: () => void): Wait {
  let remaining = ms;
  let from: Date;
  let cancel: () => void;
  next();

  function next(): void {
    const piece = Math.min(remaining, LONGEST_PIECE);
    from = clock.now();
    cancel = clock.after(piece, () => {
      remaining -= Math.max(piece, clock.now().getTime() - from.getTime());
      if (remaining > 0) next();
      else callback();
    });
  }

  return { endsAt: () => new Date(from.getTime() + Math.max(0, remaining)), cancel: () => cancel() };
}
