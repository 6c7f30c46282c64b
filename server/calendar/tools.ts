import type { Calendar, CalendarEvent, FindFreeTime, ListEvents } from "../../shared/calendar.ts";
import type { CalendarInfo, CalendarItem, CalendarSync } from "./item.ts";

/** A calendar with what only its integration knows of it. */
export type StoredCalendar = Calendar & { sourceId: string; cursor: string | null };

/** What an event's id stands for: a whole item, or one occurrence of a series. */
export type EventTarget = {
  calendar: StoredCalendar;
  /** What takes place once, the series, or the override that stands for the occurrence already. */
  item: CalendarItem;
  /** For an occurrence: the series that it belongs to, and the start that it has or would have had. */
  occurrence: { series: CalendarItem; originalStart: string | Date } | null;
};

/** The calendars that one integration brings. It sees no other's. */
export type CalendarTools = {
  /** Makes it, or brings what its source says of it up to date; the owner's choices stay. */
  put: (info: CalendarInfo) => StoredCalendar;
  list: () => StoredCalendar[];
  /** With all its events. */
  remove: (calendarId: string) => void;
  /** Takes over what a source has read. What has not changed makes no event in the log. */
  sync: (calendarId: string, read: CalendarSync) => void;
  /** Events as everybody sees them, in the order of their starts. */
  events: (filter: ListEvents) => CalendarEvent[];
  /** @throws PorterError NOT_FOUND */
  event: (eventId: string) => CalendarEvent;
  /** The event that a source calls so. */
  eventOf: (calendarId: string, sourceId: string) => CalendarEvent;
  /** What a change of this event has to be made to. @throws PorterError NOT_FOUND */
  target: (eventId: string) => EventTarget;
  /** Gaps of at least so many minutes, ISO 8601. @throws PorterError INVALID */
  freeTime: (wanted: FindFreeTime) => { start: string; end: string }[];
};
