import { toDate } from "../time-zone.ts";
import { findDays, type Day } from "./days.ts";
import { phrase, type Line } from "./line.ts";
import { findTimes, type Time } from "./times.ts";
import { spanOf } from "./words.ts";

/** A day, a time or both that a line names, with the words that lead to it; or a moment so many hours away. */
export type Moment = { start: number; end: number } & (
  | { exact: Temporal.ZonedDateTime }
  | { exact?: undefined; day: Day | undefined; time: Time | undefined }
);

const JOIN = /^(?:\s{1,3}|\s?,\s{1,3})(?:(?:at|on|by)\s{1,3})?$/i;
/** Two days with this between them are a range or a choice: part of what is to be done. */
const RANGE = /^\s{0,3}(?:,|and|or|to|through|till?|until|&|[-–/])\s{1,3}$/i;
/** Goes with the day behind it. */
const LEAD = /(?<![^\s\0([])(?:(?:due|starting|on|at|by|before|for)\s{1,3}){1,3}$/i;
/** The day behind it is not the one of the task. */
const REFUSAL =
  /(?<![\p{L}\p{N}])(?:until|till?|since|after|from|of|about|last|past|than|the|an?|my|our|your|to|and|or|every|each|[&–-])\s{1,3}$/iu;
/** No lead and no refusal is longer. */
const LOOK_BACK = 40;
const AWAY = phrase(
  String.raw`in (?<amount>\d{1,4}|an?|one|two|three|four|five|six)\s{0,3}(?<unit>minutes?|mins?|hours?|hrs?)`,
);

/** What the line says with confidence, best first; of equals the last. */
export function findMoments(line: Line, now: Temporal.ZonedDateTime): Moment[] {
  const text = line.rest;
  const days = withoutRanges(findDays(text, now.toPlainDate()), text);
  const times = findTimes(text);
  const isBeside = (first: { end: number }, second: { start: number }) =>
    JOIN.test(text.slice(first.end, Math.max(first.end, second.start)));

  const used = new Set<Time>();
  const pairs = days.map((day) => {
    const time =
      times.find((one) => !used.has(one) && isBeside(day, one)) ??
      times.find((one) => !used.has(one) && isBeside(one, day));
    if (time) used.add(time);
    return { day, time };
  });
  const alone = times.filter((time) => !used.has(time)).map((time) => ({ day: undefined, time }));
  const named = [...pairs, ...alone].flatMap(({ day, time }) => {
    const start = Math.min(day?.start ?? Infinity, time?.start ?? Infinity);
    const end = Math.max(day?.end ?? 0, time?.end ?? 0);
    const { lead, isRefused } = readLead(text, start);
    const trust = isRefused ? 0 : trustIn({ day, time }, { lead, isEnd: line.isEnd(end) });
    return trust === 0 ? [] : [{ start: start - lead.length, end, day, time, trust }];
  });
  return [...named, ...findAway(text, now)]
    .sort((a, b) => b.trust - a.trust || b.start - a.start)
    .map(({ trust: _, ...moment }) => moment);
}

/** 3: cannot mean anything else. 0: is left where it stands. */
function trustIn(
  { day, time }: { day: Day | undefined; time: Time | undefined },
  { lead, isEnd }: { lead: string; isEnd: boolean },
): 0 | 1 | 2 | 3 {
  if (day && time) return day.trust === "unlikely" && lead === "" ? 0 : 3;
  const trust = day?.trust ?? time?.trust;
  if (trust === "beside a day") return 0;
  if (trust === "unlikely") return lead !== "" && isEnd ? 3 : 0;
  if (trust === "sure") return lead === "" ? 2 : 3;
  // "a hat for sun", "look at sat"
  const isClear = lead !== "" && !(day && /^(?:at|for)\s/i.test(lead));
  return isClear ? 3 : isEnd ? 1 : 0;
}

function readLead(text: string, start: number): { lead: string; isRefused: boolean } {
  const before = text.slice(Math.max(0, start - LOOK_BACK), start);
  const lead = LEAD.exec(before)?.[0] ?? "";
  return { lead, isRefused: REFUSAL.test(before.slice(0, before.length - lead.length)) };
}

function withoutRanges(days: Day[], text: string): Day[] {
  const isRange = (first: Day | undefined, second: Day | undefined) =>
    first !== undefined && second !== undefined && RANGE.test(text.slice(first.end, second.start));
  return days.filter((day, index) => !isRange(days[index - 1], day) && !isRange(day, days[index + 1]));
}

/** "in 2 hours" is so much later, whatever the clock does; in whole minutes. */
function findAway(text: string, now: Temporal.ZonedDateTime) {
  return [...text.matchAll(AWAY)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    exact: now
      .round({ smallestUnit: "minute", roundingMode: "floor" })
      .add(spanOf(match.groups?.["amount"] ?? "", match.groups?.["unit"] ?? "")),
    trust: 3,
  }));
}

/** A day without a time is its beginning; a time without a day, the next one. */
export function resolveMoment(moment: Moment, now: Temporal.ZonedDateTime): Date {
  if (moment.exact) return toDate(moment.exact);
  const { day, time } = moment;
  const today = now.toPlainDate();
  const at = (date: Temporal.PlainDate) =>
    date.toZonedDateTime({ timeZone: now.timeZoneId, plainTime: time?.time });
  const first = at(day?.date ?? today);
  const isOver = time !== undefined && Temporal.ZonedDateTime.compare(first, now) <= 0;
  if (!isOver) return toDate(first);
  if (day) return toDate(day.isWeekday ? at(day.date.add({ weeks: 1 })) : first);
  return toDate(time.ofToday ? today.toZonedDateTime(now.timeZoneId) : at(today.add({ days: 1 })));
}
