import type { ParsedTask } from "../../../../shared/task.ts";
import { hasHour } from "../../ui/time.ts";
import { toDateField } from "../../ui/date-fields.ts";
import { addDays } from "../../ui/event-times.ts";
import type { EventTexts } from "../../actions/calendar.ts";

/** A line without what says how long it lasts; null when it does not say. */
type TimedLine = { text: string; minutes: number | null };

const SPAN =
  /(\bfrom\s+)?(?<![\d.:/-])(\d{1,2})(?:[:.](\d\d))?\s*([ap]m)?\s*(?:-|–|—|\bto\b|\btill\b|\buntil\b)\s*(\d{1,2})(?:[:.](\d\d))?\s*([ap]m)?(?![\d:/-])/i;
const DURATION = /\s*\bfor\s+(\d+(?:[.,]\d+)?)\s*(m|min|mins|minutes?|h|hrs?|hours?)\b/i;
const NOON = 12 * 60;
const pad = (value: number) => String(value).padStart(2, "0");

function minutesOf(hours: string, minutes: string | undefined, half: string | undefined): number {
  const all = Number(hours) * 60 + Number(minutes ?? 0);
  if (half === undefined) return all;
  return (all % NOON) + (half.toLowerCase() === "pm" ? NOON : 0);
}

/**
 * Finds "13:00-14:00", "from 9 to 11", "1-2pm", "for 45 min". The server reads the rest: a span becomes its beginning.
 * Two bare numbers mean no time ("pages 3-4").
 */
export function takeLength(line: string): TimedLine {
  const span = SPAN.exec(line);
  if (span) {
    const [all, word, fromHours = "", fromMinutes, fromHalf, toHours = "", toMinutes, toHalf] = span;
    const isTime = Boolean(word ?? fromMinutes ?? fromHalf ?? toMinutes ?? toHalf);
    const to = minutesOf(toHours, toMinutes, toHalf);
    const early = minutesOf(fromHours, fromMinutes, fromHalf ?? toHalf);
    // "11-1pm" begins in the morning.
    const from = fromHalf === undefined && early > to ? minutesOf(fromHours, fromMinutes, undefined) : early;
    if (isTime && from < 24 * 60 && to <= 24 * 60) {
      const minutes = to > from ? to - from : to - from + 24 * 60;
      return { text: line.replace(all, `${pad(Math.floor(from / 60))}:${pad(from % 60)}`), minutes };
    }
  }
  const duration = DURATION.exec(line);
  if (!duration) return { text: line, minutes: null };
  const [all, count = "", unit = ""] = duration;
  const minutes = Math.round(Number(count.replace(",", ".")) * (/^h/i.test(unit) ? 60 : 1));
  return minutes > 0 ? { text: line.replace(all, ""), minutes } : { text: line, minutes: null };
}

/** Of an event only its time is taken out of the line: "#4" and "every monday" stay among its words. */
function titleOf(text: string, { parts }: ParsedTask): string {
  const due = parts.filter(({ kind }) => kind === "due").toSorted((a, b) => b.start - a.start);
  const rest = due.reduce((words, { start, end }) => words.slice(0, start) + words.slice(end), text);
  return rest.replace(/\s+/g, " ").trim();
}

/** The event that a line means; without a time, only its title is known. */
export function readLine(
  { text, minutes }: TimedLine,
  parsed: ParsedTask,
): EventTexts | { title: string; start: null } {
  const title = titleOf(text, parsed) || parsed.title;
  const { dueAt } = parsed;
  if (!dueAt) return { title, start: null };
  if (!hasHour(dueAt) && minutes === null) {
    const day = toDateField(dueAt);
    return { title, start: day, end: addDays(day, 1), allDay: true };
  }
  const end = new Date(dueAt.getTime() + (minutes ?? 60) * 60_000);
  return { title, start: dueAt.toISOString(), end: end.toISOString(), allDay: false };
}
