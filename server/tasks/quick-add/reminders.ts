import { inZone, toDate } from "../time-zone.ts";
import { phrase, type Line } from "./line.ts";
import { resolveMoment, type Moment } from "./moments.ts";
import { NUMBER, SPAN_UNIT, spanOf } from "./words.ts";

const BEFORE_DUE = phrase(
  String.raw`remind(?: me)? (?<amount>${NUMBER})\s{0,3}(?<unit>${SPAN_UNIT}|[mhdw]) (?:before|earlier|ahead)|\*(?<short>\d{1,4})(?<letter>[mhdw])`,
);
const REMIND = /(?<![^\s\0])remind(?:\s{1,3}me)?\s{1,3}$/i;

/** "remind me tomorrow 8am". Takes it out of the line, and the moment is no longer to be had for anything else. */
export function takeReminderAt(
  line: Line,
  moments: Moment[],
  now: Temporal.ZonedDateTime,
): { remindAt: Date | null; others: Moment[] } {
  for (const moment of moments) {
    const lead = REMIND.exec(line.rest.slice(0, moment.start))?.[0];
    if (lead === undefined) continue;
    line.take("reminder", moment.start - lead.length, moment.end);
    return { remindAt: resolveMoment(moment, now), others: moments.filter((one) => one !== moment) };
  }
  return { remindAt: null, others: moments };
}

/** "remind me 2 days before" or `*30m`, counted back from the due date. */
export function takeReminderBefore(line: Line, dueAt: Date, timeZone: string): Date | null {
  const match = [...line.rest.matchAll(BEFORE_DUE)].at(-1);
  if (!match) return null;
  const { amount, unit, short, letter } = match.groups ?? {};
  line.take("reminder", match.index, match.index + match[0].length);
  return toDate(inZone(dueAt, timeZone).subtract(spanOf(amount ?? short ?? "", unit ?? letter ?? "")));
}
