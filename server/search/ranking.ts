import type { Match } from "./matching.ts";

type Candidate = {
  title: Match | undefined;
  /** What stands outside the title. */
  body: Match | undefined;
  /** Of a task: there is still something to do. Undefined for what is never done. */
  isOpen: boolean | undefined;
  at: Date;
};

const DAY = 86_400_000;
/** After so many days a hit has lost half of what it has for being new. */
const HALF_LIFE = 30;

/**
 * How much a hit is worth, comparable over all kinds. The place of the words weighs most, then how they fit, then
 * whether they stand together, then what is open and what is new: each can only settle what the ones before leave.
 */
export function scoreOf({ title, body, isOpen, at }: Candidate, now: Date): number {
  const inTitle = title?.fits ?? [];
  const inBody = body?.fits ?? [];
  const best = Array.from({ length: Math.max(inTitle.length, inBody.length) }, (_, index) =>
    Math.max(inTitle[index] ?? 0, inBody[index] ?? 0),
  );
  const titled = inTitle.filter((fit) => fit > 0).length / Math.max(1, inTitle.length);
  const place = titled === 1 ? 1 : titled / 2;
  const fit = best.reduce((sum, one) => sum + one, 0) / Math.max(1, best.length);
  const together = Math.max(title?.togetherness ?? 0, body?.togetherness ?? 0);
  const open = isOpen === undefined ? 0.5 : Number(isOpen);
  const age = Math.max(0, now.getTime() - at.getTime()) / DAY;
  return 100 * place + 50 * fit + 20 * together + 8 * open + 6 * 0.5 ** (age / HALF_LIFE);
}
