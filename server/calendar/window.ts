import { PorterError } from "../errors.ts";
import { momentOfText } from "./clock-time.ts";

/** `from ≤ … < to`, in ms. */
export type Window = { from: number; to: number };

const DAY = 86_400_000;
const USUAL = 30 * DAY;
/** Two years, in one of which there is a 29 February. */
const LONGEST = 731 * DAY;

/**
 * Days stand for their midnights in the zone.
 * @throws PorterError INVALID when it does not end after it begins, or is too long
 */
export function readWindow(
  given: { from?: string | undefined; to?: string | undefined },
  now: Date,
  timeZone: string,
): Window {
  const from = given.from === undefined ? now.getTime() : momentOfText(given.from, timeZone);
  const to = given.to === undefined ? from + USUAL : momentOfText(given.to, timeZone);
  if (to <= from) throw new PorterError("INVALID", "to: must be later than from.");
  if (to - from > LONGEST) throw new PorterError("INVALID", "to: is at most two years after from.");
  return { from, to };
}
