import type { Actor } from "../../shared/actor.ts";
import type { Calendar, CalendarChange, SetCalendar } from "../../shared/calendar.ts";
import type { Db } from "../db/open.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import type { CalendarInfo, CalendarSync } from "./item.ts";
import { createReading, noCalendar } from "./reading.ts";
import { toCalendar, toStored, type CalendarRow } from "./rows.ts";
import { createCalendarStore } from "./store/calendars.ts";
import { takeOver } from "./takeover.ts";
import { nameOf } from "./texts.ts";
import type { CalendarTools } from "./tools.ts";
import { upcomingOf } from "./upcoming.ts";

/** In minutes: what a calendar that its owner writes in reminds of at first. Others, such as holidays, remind of nothing. */
const USUAL_REMINDER = 10;

export type Calendars = ReturnType<typeof createCalendars>;

/**
 * Porter's copy of the calendars that integrations bring. `calendar.updated` says that something of one is not as it
 * was; the events of a calendar stand in no event of the log.
 */
export function createCalendars({
  db,
  events,
  timeZone,
  now = () => new Date(),
}: {
  db: Db;
  events: Pick<EventLog, "write">;
  /** IANA: where days begin, and what floats takes place. */
  timeZone: string;
  now?: () => Date;
}) {
  const store = createCalendarStore(db);
  const subjectOf = (id: string) => `calendar:${id}`;

  /** @throws PorterError NOT_FOUND */
  function requireCalendar(id: string): CalendarRow {
    const calendar = store.findCalendar(id);
    if (!calendar) throw noCalendar();
    return calendar;
  }

  /** A change that changes nothing leaves no trace. */
  function save(before: CalendarRow, change: Partial<CalendarRow>, actor: Actor): CalendarRow {
    const after = { ...before, ...change };
    if (Bun.deepEquals(before, after)) return before;
    return events.write((append) => {
      store.saveCalendar(after);
      const subject = subjectOf(after.id);
      append({
        kind: "calendar.updated",
        subject,
        actor,
        before: toCalendar(before),
        after: toCalendar(after),
      });
      return after;
    });
  }

  function toolsFor(integrationId: string): CalendarTools {
    const actor: Actor = `integration:${integrationId}`;

    /** @throws PorterError NOT_FOUND */
    function requireOwn(id: string): CalendarRow {
      const calendar = requireCalendar(id);
      if (calendar.integrationId !== integrationId) throw noCalendar();
      return calendar;
    }

    return {
      ...createReading({ store, timeZone, now, integrationId }),

      list: () => store.listCalendars(integrationId).map(toStored),

      put({ sourceId, source, name, color, isWritable }: CalendarInfo) {
        const told = { source, name: nameOf(name) || sourceId, color: asColor(color), isWritable };
        const known = store.findCalendarOf(integrationId, sourceId);
        if (known) return toStored(save(known, told, actor));
        const calendar: CalendarRow = {
          ...told,
          id: Bun.randomUUIDv7(),
          integrationId,
          sourceId,
          isShown: true,
          remindMinutes: isWritable ? USUAL_REMINDER : null,
          cursor: null,
          syncedAt: null,
        };
        return events.write((append) => {
          store.saveCalendar(calendar);
          const subject = subjectOf(calendar.id);
          append({ kind: "calendar.created", subject, actor, after: toCalendar(calendar) });
          return toStored(calendar);
        });
      },

      remove(calendarId: string): void {
        events.write((append) => {
          const calendar = requireOwn(calendarId);
          store.removeCalendar(calendarId);
          const subject = subjectOf(calendarId);
          append({ kind: "calendar.removed", subject, actor, before: toCalendar(calendar) });
        });
      },

      sync(calendarId: string, read: CalendarSync): void {
        events.write((append) => {
          const calendar = requireOwn(calendarId);
          const taken = takeOver(store, calendarId, read, timeZone);
          store.saveCalendar({ ...calendar, cursor: read.cursor, syncedAt: now() });
          if (taken.added + taken.changed + taken.removed === 0) return;
          append({ kind: "calendar.updated", subject: subjectOf(calendarId), actor, after: taken });
        });
      },
    };
  }

  return {
    ...createReading({ store, timeZone, now }),

    list: (): Calendar[] => store.listCalendars().map(toCalendar),

    upcoming: (itemId: string) => upcomingOf(store, itemId, { now: now(), timeZone }),

    /** @throws PorterError NOT_FOUND */
    set: ({ id, isShown, remindMinutes }: SetCalendar, actor: Actor): Calendar =>
      toCalendar(
        save(
          requireCalendar(id),
          {
            ...(isShown !== undefined && { isShown }),
            ...(remindMinutes !== undefined && { remindMinutes }),
          },
          actor,
        ),
      ),

    /** What an event of the log means to someone who watches calendars; undefined when it is about something else. */
    describe({ kind, subject }: LogEvent): CalendarChange | undefined {
      switch (kind) {
        case "calendar.updated":
          return { type: "changed", calendarId: subject.slice(subjectOf("").length) };
        case "calendar.created":
        case "calendar.removed":
          return { type: "changed", calendarId: null };
        default:
          return undefined;
      }
    },

    toolsFor,
  };
}

/** What is no colour could be anything in a style sheet. */
const asColor = (color: string | null): string | null =>
  color !== null && /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : null;
