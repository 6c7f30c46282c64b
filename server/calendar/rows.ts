import type { Attendee, Calendar } from "../../shared/calendar.ts";
import type { calendarItems, calendars } from "../db/tables/calendar.ts";
import { dayOfWall, wallOfDay } from "./clock-time.ts";
import type { CalendarItem, ItemTime } from "./item.ts";
import { lastEnd } from "./occurrences.ts";
import { nameOf, textsOf } from "./texts.ts";
import type { StoredCalendar } from "./tools.ts";

export type CalendarRow = typeof calendars.$inferSelect;

export type ItemRow = typeof calendarItems.$inferSelect;
/** What a source says of an item, as it is kept. */
export type ItemContent = Omit<ItemRow, "number" | "id" | "calendarId">;

const DAY = 86_400_000;
const MOST_ATTENDEES = 500;

/** Undefined for an item without a time that can be written down: RFC 5545 gives a year four digits. */
export function contentOf(item: CalendarItem, porterZone: string): ItemContent | undefined {
  const time = timeOf(item.time);
  const originalStart = item.override ? originalOf(item.override.originalStart) : null;
  if (![time.startAt, time.endAt, originalStart ?? time.startAt].every(isWritable)) return undefined;
  const recurrence = item.override ? [] : item.recurrence;
  const end = recurrence.length > 0 ? lastEnd({ ...time, recurrence }, porterZone) : time.endAt.getTime();
  return {
    sourceId: item.sourceId,
    etag: item.etag,
    ...textsOf(item),
    ...time,
    status: item.status,
    isFree: item.isFree,
    attendees: item.attendees.slice(0, MOST_ATTENDEES).map(cleanAttendee),
    htmlLink: safeLink(item.htmlLink),
    recurrence,
    lastAt: end === null || !isWritable(new Date(end)) ? null : new Date(end),
    seriesSourceId: item.override?.seriesSourceId ?? null,
    originalStart,
  };
}

/** @param originalIsDay of an override: whether its series is one of days */
export function itemOf(row: ItemRow, originalIsDay: boolean): CalendarItem {
  const { sourceId, etag, title, description, location, status, isFree, attendees, htmlLink, recurrence } =
    row;
  const { seriesSourceId, originalStart } = row;
  return {
    sourceId,
    etag,
    title,
    description,
    location,
    status,
    isFree,
    attendees,
    htmlLink,
    recurrence,
    time: row.allDay
      ? { allDay: true, start: dayOfWall(row.startAt.getTime()), end: dayOfWall(row.endAt.getTime()) }
      : { allDay: false, start: row.startAt, end: row.endAt, timeZone: row.timeZone },
    override:
      seriesSourceId !== null && originalStart !== null
        ? { seriesSourceId, originalStart: originalOfRow(originalStart.getTime(), originalIsDay) }
        : null,
  };
}

export const originalOfRow = (moment: number, isDay: boolean): string | Date =>
  isDay ? dayOfWall(moment) : new Date(moment);

const originalOf = (original: string | Date): Date =>
  typeof original === "string" ? new Date(wallOfDay(original)) : original;

/** What ends before it begins takes no time; a day lasts one at least. */
function timeOf(time: ItemTime) {
  const startAt = time.allDay ? wallOfDay(time.start) : time.start.getTime();
  const endAt = time.allDay ? wallOfDay(time.end) : time.end.getTime();
  return {
    allDay: time.allDay,
    startAt: new Date(startAt),
    endAt: new Date(Math.max(endAt, time.allDay ? startAt + DAY : startAt)),
    timeZone: time.allDay ? null : time.timeZone,
  };
}

function isWritable(date: Date): boolean {
  const year = date.getUTCFullYear(); // NaN for a date that is none
  return year >= 1 && year <= 9998;
}

const cleanAttendee = ({ email, name, response }: Attendee): Attendee => ({
  email: nameOf(email),
  name: name === null ? null : nameOf(name),
  response,
});

/** A link that a browser would run as a script is none. */
const safeLink = (link: string | null): string | null =>
  link !== null && /^https?:\/\//i.test(link) && URL.canParse(link) ? link : null;

export const toStored = ({ integrationId: _, ...calendar }: CalendarRow): StoredCalendar => calendar;

export function toCalendar(row: CalendarRow): Calendar {
  const { sourceId: _sourceId, cursor: _cursor, ...calendar } = toStored(row);
  return calendar;
}
