/** The first one counted. With these pauses the last one is some 90 minutes after it. */
export const MAX_ATTEMPTS = 8;
/** In ms. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 3_600_000;
/** The longest pause that a service can ask for, in ms. */
const LONGEST_ASKED = 24 * 3_600_000;

/**
 * Until the next attempt, in ms: three times as long after each, with jitter, so that what failed together does not
 * come back together.
 * @param attempts how many there were
 * @param asked for by the service that failed, in ms
 */
export function pauseAfter(attempts: number, asked = 0): number {
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 3 ** Math.max(0, attempts - 1));
  return Math.max(pause * (0.5 + Math.random() / 2), Math.min(asked, LONGEST_ASKED));
}
