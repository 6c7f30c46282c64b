import { RRuleTemporal } from "rrule-temporal";
import { wallOf, type WallTime } from "./clock-time.ts";
import { dayOf, readTime, writeTime } from "./rfc-times.ts";

/** Where a rule begins, and in which zone it is read. */
export type RuleStart = { first: WallTime; timeZone: string; allDay: boolean };

type Range = { from: WallTime; to: WallTime };

const DAY = 86_400_000;
/** A rule is spread over whole pieces of time, which are kept. */
const PIECE = 64 * DAY;
/** What a rule may give in one piece, and with COUNT in all, before it is no rule for a calendar. */
const MAX_STEPS = 10_000;
/** To look at a rule that gives next to nothing. */
const LEAST_EFFORT = 250;
const MAX_KEPT_RULES = 4_000;
/** Two years and more. */
const MAX_KEPT_PIECES = 16;

type Spread = { rule: RRuleTemporal; all?: WallTime[]; pieces: Map<number, WallTime[]> };

/** Undefined for a rule that cannot be used. It depends on the text alone, so it never gets old. */
const kept = new Map<string, Spread | undefined>();

/**
 * When an RRULE has something take place within the range; undefined for one that cannot be used: it is no rule, or
 * it gives more than a calendar can hold. The first start is always one (RFC 5545, 3.8.5.3).
 */
export function startsOfRule(text: string, start: RuleStart, { from, to }: Range): WallTime[] | undefined {
  const spread = spreadOf(text, start);
  if (!spread) return undefined;
  try {
    const starts = spread.all ?? [...piecesOf(from, to)].flatMap((piece) => startsOfPiece(spread, piece));
    return starts.filter((at) => at >= from && at < to);
  } catch (error) {
    requireError(error);
    kept.set(keyOf(text, start), undefined);
    return undefined;
  }
}

/** The last start, or one that is not before it; null when there is no end, undefined when the rule cannot be used. */
export function endOfRule(text: string, start: RuleStart): WallTime | null | undefined {
  const spread = spreadOf(text, start);
  if (!spread) return undefined;
  if (spread.all) return spread.all.at(-1) ?? start.first;
  const until = partOf(text, "UNTIL");
  return until === undefined ? null : (untilOf(until, start) ?? null);
}

/** How much it takes to spread the rule over a piece of time, in steps, at most. */
export function effortOfRule(text: string, start: RuleStart): number {
  const spread = spreadOf(text, start);
  const isFine = /FREQ=(HOURLY|MINUTELY|SECONDLY)|BY(HOUR|MINUTE|SECOND)=/i.test(text);
  // What cannot be used was tried for as long as any.
  if (!spread || (isFine && !spread.all)) return MAX_STEPS;
  return Math.max(LEAST_EFFORT, spread.all?.length ?? 0);
}

function spreadOf(text: string, start: RuleStart): Spread | undefined {
  const key = keyOf(text, start);
  if (kept.has(key)) return kept.get(key);
  if (kept.size >= MAX_KEPT_RULES) kept.clear();
  const spread = openRule(text, start);
  kept.set(key, spread);
  return spread;
}

const keyOf = (text: string, { first, timeZone, allDay }: RuleStart): string =>
  `${first} ${timeZone} ${allDay} ${text}`;

function openRule(given: string, start: RuleStart): Spread | undefined {
  const text = given.trim().toUpperCase();
  if (/[\r\n]/.test(text)) return undefined;
  const until = partOf(text, "UNTIL");
  const last = until === undefined ? undefined : untilOf(until, start);
  if (until !== undefined && last === undefined) return undefined;
  try {
    const rule = new RRuleTemporal({
      rruleString: last === undefined ? text : text.replace(/UNTIL=[^;]*/, `UNTIL=${writeTime(last)}`),
      // In UTC: RFC 5545 would leave out what the clock skips, where every calendar shows it as much later.
      dtstart: Temporal.Instant.fromEpochMilliseconds(start.first).toZonedDateTimeISO("UTC"),
      includeDtstart: true,
      strict: true,
      temporal: Temporal,
      maxIterations: MAX_STEPS,
      maxCandidateEvaluations: 10 * MAX_STEPS,
      cache: false,
    });
    const count = partOf(text, "COUNT");
    if (count === undefined) return { rule, pieces: new Map() };
    if (Number(count) > MAX_STEPS) return undefined;
    return { rule, all: rule.all().map((at) => at.epochMilliseconds), pieces: new Map() };
  } catch (error) {
    requireError(error);
    return undefined;
  }
}

function startsOfPiece({ rule, pieces }: Spread, piece: number): WallTime[] {
  const known = pieces.get(piece);
  if (known) return known;
  if (pieces.size >= MAX_KEPT_PIECES) pieces.clear();
  const [from, to] = [piece * PIECE, (piece + 1) * PIECE];
  const starts = rule
    .between(new Date(from), new Date(to), true)
    .map((at) => at.epochMilliseconds)
    .filter((at) => at >= from && at < to);
  pieces.set(piece, starts);
  return starts;
}

function* piecesOf(from: WallTime, to: WallTime): Generator<number> {
  for (let piece = Math.floor(from / PIECE); piece * PIECE < to; piece += 1) yield piece;
}

/** Errors are how the library says that a text is no rule, or one that it has looked at long enough. */
function requireError(thrown: unknown): void {
  if (!(thrown instanceof Error)) throw thrown;
}

const partOf = (text: string, name: string): string | undefined =>
  new RegExp(String.raw`(?:^|[;:])${name}=([^;]*)`, "i").exec(text)?.[1];

/** UNTIL (3.3.10), included: a day is good to its end, a moment in UTC is what the clock of the series shows then. */
function untilOf(text: string, { timeZone, allDay }: RuleStart): WallTime | undefined {
  const until = readTime(text);
  if (!until) return undefined;
  if (allDay) return dayOf(until, timeZone);
  if (until.isDay) return until.wall + DAY - 1000;
  return until.isUtc ? wallOf(until.wall, timeZone) : until.wall;
}
