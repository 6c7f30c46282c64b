/** In ms. */
type Growth = { first: number; factor: number; longest: number };

/** The longest pause that a service can ask for, in ms. */
const LONGEST_ASKED = 24 * 3_600_000;

/**
 * Until the next try, in ms: longer after each, with jitter, so that what failed together does not come back together.
 * @param tries how many there were
 * @param asked for by the service that failed, in ms
 */
export function growingPause({ first, factor, longest }: Growth, tries: number, asked = 0): number {
  const pause = Math.min(longest, first * factor ** (tries - 1));
  return Math.max(Math.round(pause * (0.75 + Math.random() / 4)), Math.min(asked, LONGEST_ASKED));
}
