import type { CalendarEvent, CreateEvent, UpdateEvent } from "../../../shared/calendar.ts";
import type { ItemTime } from "../../calendar/item.ts";
import { PorterError } from "../../errors.ts";
import type { EventDraft } from "./source.ts";

type Times = { start: string; end: string; allDay: boolean | undefined; timeZone: string | null };
type TimesOf = Pick<CalendarEvent, "start" | "end" | "allDay" | "timeZone">;

/**
 * The event that is wanted.
 * @param home the zone of what names none
 * @throws PorterError INVALID
 */
export function draftOf(given: Omit<CreateEvent, "calendarId">, home: string): EventDraft {
  const { title, description = "", location = "", start, end, allDay, timeZone = home } = given;
  return { title, description, location, time: readTime({ start, end, allDay, timeZone }) };
}

/**
 * What becomes different, and nothing else.
 * @param current the event, or the occurrence, as it is
 * @throws PorterError INVALID
 */
export function changeOf(
  given: Omit<UpdateEvent, "id">,
  current: TimesOf,
  home: string,
): Partial<EventDraft> {
  const { title, description, location, ...times } = given;
  const change: Partial<EventDraft> = {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
    ...(Object.values(times).some((one) => one !== undefined) && { time: changedTime(times, current, home) }),
  };
  if (Object.keys(change).length === 0) throw invalid("Nothing is given that is to be changed.");
  return change;
}

function changedTime(
  { start, end, allDay, timeZone }: Partial<Omit<Times, "timeZone">> & { timeZone?: string | undefined },
  current: TimesOf,
  home: string,
): ItemTime {
  const from = start ?? current.start;
  const until = end ?? (start === undefined ? current.end : asLong(start, current));
  // What has no zone takes place wherever its owner is, and goes on to do so.
  const zone = timeZone ?? (current.allDay ? home : current.timeZone);
  return readTime({ start: from, end: until, allDay, timeZone: zone });
}

/** The end of what now begins at `start`, and lasts as before. */
function asLong(start: string, { start: from, end: until }: TimesOf): string {
  if (isDay(start) !== isDay(from))
    throw invalid("A whole day and a time of day: both start and end are needed.");
  if (isDay(start)) {
    const days = Temporal.PlainDate.from(from).until(until);
    return Temporal.PlainDate.from(start).add(days).toString();
  }
  const length = Temporal.Instant.from(from).until(until);
  return Temporal.Instant.from(start).add(length).toString();
}

function readTime({ start, end, allDay = isDay(start), timeZone }: Times): ItemTime {
  if (allDay && !(isDay(start) && isDay(end)))
    throw invalid("start and end of an all-day event are days: 2026-11-23.");
  if (!allDay && (isDay(start) || isDay(end)))
    throw invalid("start and end are moments, or both are days: 2026-11-23T09:00:00+01:00.");
  if (allDay) {
    if (start >= end) throw invalid("end must be after start: an event on one day ends on the next.");
    return { allDay, start, end };
  }
  const time = { start: new Date(start), end: new Date(end) };
  // One without a length is a moment to remember, which other programs make.
  if (time.start > time.end) throw invalid("end must not be before start.");
  return { allDay, ...time, timeZone };
}

const isDay = (text: string): boolean => !text.includes("T");

const invalid = (message: string): PorterError => new PorterError("INVALID", message);
