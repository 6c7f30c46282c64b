import { createCalendars } from "../../server/calendar/service.ts";
import type { CalendarItem, ItemTime } from "../../server/calendar/item.ts";
import { openScratchDatabase } from "../support/database.ts";

/** Calendars on a real database, and the tools of the one integration that brings them. */
export function openCalendars({
  timeZone = "Europe/Berlin",
  now = () => new Date("2026-11-23T08:00:00Z"),
} = {}) {
  const scratch = openScratchDatabase({ timeZone });
  const calendars = createCalendars({ ...scratch, timeZone, now });
  const tools = calendars.toolsFor("calendar");
  const put = (sourceId: string, isWritable = true) =>
    tools.put({ sourceId, source: "ics", name: sourceId, color: "#aa0000", isWritable });
  const work = put("work");
  return {
    ...scratch,
    calendars,
    tools,
    put,
    work,
    /** Takes over these items as all that there are in the calendar. */
    bring: (items: CalendarItem[], calendarId = work.id) =>
      tools.sync(calendarId, { reach: "all", items, cursor: null }),
    /** Titles, with the starts that are told. */
    between: (from: string, to: string, more: { query?: string; calendarId?: string } = {}) =>
      calendars.events({ from, to, ...more }).map(({ title, start }) => `${title} ${start}`),
    logged: () =>
      scratch.read<{ kind: string; subject: string; actor: string }>(
        "SELECT kind, subject, actor FROM events WHERE kind LIKE 'calendar.%' ORDER BY id",
      ),
  };
}

/** An hour from 2026-11-23T09:00 in Berlin, unless something else is said. */
export function item(sourceId: string, change: Partial<CalendarItem> = {}): CalendarItem {
  return {
    sourceId,
    etag: null,
    title: sourceId,
    description: "",
    location: "",
    time: timed("2026-11-23T09:00:00+01:00"),
    status: "confirmed",
    isFree: false,
    attendees: [],
    htmlLink: null,
    recurrence: [],
    override: null,
    ...change,
  };
}

export function timed(start: string, minutes = 60, timeZone: string | null = "Europe/Berlin"): ItemTime {
  const begins = new Date(start);
  return { allDay: false, start: begins, end: new Date(begins.getTime() + minutes * 60_000), timeZone };
}

export const days = (start: string, end: string): ItemTime => ({ allDay: true, start, end });
