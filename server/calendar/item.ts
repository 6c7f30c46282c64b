import type { Attendee, CalendarEvent } from "../../shared/calendar.ts";

/**
 * An event as its source has it, before it is spread over time: what takes place once, a series, or what takes the
 * place of one occurrence of a series.
 */
export type CalendarItem = {
  /** Unique in its calendar and the same as long as the event lives: Google's event id; the UID, for an override with its RECURRENCE-ID. */
  sourceId: string;
  /** The version that a change is based on; null where the source has none. */
  etag: string | null;
  title: string;
  description: string;
  location: string;
  time: ItemTime;
  status: CalendarEvent["status"];
  isFree: boolean;
  attendees: Attendee[];
  htmlLink: string | null;
  /** RRULE, RDATE and EXDATE lines of RFC 5545; empty for what takes place once. */
  recurrence: string[];
  /** Which occurrence of which series it takes the place of; with status `cancelled`: that it is left out. */
  override: Override | null;
};

export type ItemTime =
  /** Days, `2026-11-23`; the end is exclusive. */
  | { allDay: true; start: string; end: string }
  /** `timeZone`: IANA, in which a series repeats; null: floating, which is wherever Porter is. */
  | { allDay: false; start: Date; end: Date; timeZone: string | null };

type Override = {
  seriesSourceId: string;
  /** The start that it would have had: a day or a moment, as its series. */
  originalStart: string | Date;
};

/** What a source says of one of its calendars. */
export type CalendarInfo = {
  /** The source's own name of it: unique among all that the integration brings. */
  sourceId: string;
  source: "google" | "ics" | "caldav";
  name: string;
  color: string | null;
  isWritable: boolean;
};

/** What a source has read, and where it goes on. All of it is written in one transaction, or nothing. */
export type CalendarSync = {
  /** `all`: `items` are everything there is, and what is not among them has gone. */
  reach: "all" | "changes";
  items: CalendarItem[];
  /** Source ids of what has gone, with the overrides of a series that has. */
  removed?: string[];
  /** For the source alone: a sync token, an ETag, a ctag. */
  cursor: string | null;
};
