import type { Window } from "./window.ts";

/** The gaps of at least so many ms between what is busy, in order. `busy` may overlap and is in the order of its starts. */
export function findGaps(
  busy: readonly { start: number; end: number }[],
  { from, to }: Window,
  least: number,
) {
  const gaps: { start: number; end: number }[] = [];
  let free = from;
  for (const { start, end } of [...busy, { start: to, end: to }]) {
    const until = Math.min(start, to);
    if (until > free && until - free >= least) gaps.push({ start: free, end: until });
    free = Math.max(free, end);
  }
  return gaps;
}
