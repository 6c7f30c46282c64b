import type { calendar_v3 } from "@googleapis/calendar";
import type { Attendee } from "../../../../shared/calendar.ts";
import { knownZone } from "../../../calendar/clock-time.ts";
import type { CalendarInfo, CalendarItem, ItemTime } from "../../../calendar/item.ts";

type GoogleEvent = calendar_v3.Schema$Event;
type Moment = calendar_v3.Schema$EventDateTime;

const DAY = 86_400_000;
const RESPONSES = {
  accepted: "accepted",
  declined: "declined",
  tentative: "tentative",
  needsAction: "needs_action",
} as const satisfies Record<string, Attendee["response"]>;

/**
 * An event of Google's as Porter has it; undefined for one without an id or a time.
 * Source: https://developers.google.com/workspace/calendar/api/v3/reference/events
 * @param timeZone of its calendar, for an event that names none
 */
export function itemOf(event: GoogleEvent, timeZone: string): CalendarItem | undefined {
  const { id, recurringEventId } = event;
  const original = originalOf(event.originalStartTime);
  // Of an occurrence that is left out Google says nothing but which one it is.
  const time =
    timeOf(event, timeZone) ?? (original !== undefined ? emptyTime(original, timeZone) : undefined);
  if (!id || !time) return undefined;
  return {
    sourceId: id,
    etag: event.etag ?? null,
    title: clean(event.summary),
    description: clean(event.description),
    location: clean(event.location),
    time,
    status: event.status === "cancelled" || event.status === "tentative" ? event.status : "confirmed",
    isFree: isFree(event),
    attendees: (event.attendees ?? []).flatMap(attendeeOf),
    htmlLink: event.htmlLink && URL.parse(event.htmlLink)?.protocol === "https:" ? event.htmlLink : null,
    recurrence: event.recurrence ?? [],
    override:
      recurringEventId && original !== undefined
        ? { seriesSourceId: recurringEventId, originalStart: original }
        : null,
  };
}

export const infoOf = (entry: calendar_v3.Schema$CalendarListEntry & { id: string }): CalendarInfo => ({
  sourceId: entry.id,
  source: "google",
  name: clean(entry.summaryOverride ?? entry.summary) || entry.id,
  color: /^#[0-9a-f]{6}$/i.test(entry.backgroundColor ?? "") ? (entry.backgroundColor ?? null) : null,
  isWritable: entry.accessRole === "owner" || entry.accessRole === "writer",
});

/** The start that an instance would have had. */
export function originalOf(moment: Moment | undefined): string | Date | undefined {
  return moment?.date ?? dateOf(moment);
}

function timeOf({ start, end }: GoogleEvent, timeZone: string): ItemTime | undefined {
  if (start?.date) {
    const next = dayAfter(start.date);
    return { allDay: true, start: start.date, end: end?.date && end.date > start.date ? end.date : next };
  }
  const from = dateOf(start);
  if (!from) return undefined;
  const to = dateOf(end);
  return {
    allDay: false,
    start: from,
    end: to && to > from ? to : from,
    timeZone: knownZone(start?.timeZone, timeZone),
  };
}

const emptyTime = (original: string | Date, timeZone: string): ItemTime =>
  typeof original === "string"
    ? { allDay: true, start: original, end: dayAfter(original) }
    : { allDay: false, start: original, end: original, timeZone };

const dayAfter = (day: string): string => new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);

function dateOf(moment: Moment | undefined): Date | undefined {
  const ms = Date.parse(moment?.dateTime ?? "");
  return Number.isNaN(ms) ? undefined : new Date(ms);
}

/** Where one works is no engagement, nor is what one has declined. */
const isFree = ({ transparency, eventType, attendees }: GoogleEvent): boolean =>
  transparency === "transparent" ||
  eventType === "workingLocation" ||
  eventType === "birthday" ||
  (attendees?.some(({ self, responseStatus }) => self === true && responseStatus === "declined") ?? false);

function attendeeOf({ email, displayName, responseStatus }: calendar_v3.Schema$EventAttendee): Attendee[] {
  if (!email) return [];
  const response = Object.entries(RESPONSES).find(([name]) => name === responseStatus)?.[1] ?? "needs_action";
  return [{ email: clean(email), name: clean(displayName) || null, response }];
}

/** SQLite would cut or change the rest (`shared/text.ts`); what comes from outside is not refused for it. */
const clean = (text: string | null | undefined): string => (text ?? "").replaceAll("\0", "").toWellFormed();
