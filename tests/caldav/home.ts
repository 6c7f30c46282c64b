import { createCalDavSource } from "../../server/integrations/calendar/caldav/index.ts";
import type { CalDavEntry } from "../../server/integrations/calendar/caldav/settings.ts";
import { createCalendars } from "../../server/calendar/service.ts";
import type { CalendarEvent } from "../../shared/calendar.ts";
import { openScratchDatabase } from "../support/database.ts";
import { USER } from "../support/radicale.ts";

export const TIME_ZONE = "Europe/Vienna";

type Entry = Partial<CalDavEntry> & { url: string };

/** Porter's calendars on a real database, brought by CalDAV. */
export function openHome(...entries: Entry[]) {
  const scratch = openScratchDatabase({ timeZone: TIME_ZONE });
  const service = createCalendars({ ...scratch, timeZone: TIME_ZONE });
  const calendars = service.toolsFor("calendar");
  const signal = new AbortController().signal;
  const open = (given: Entry[]) =>
    createCalDavSource(
      { calendars, timeZone: TIME_ZONE, now: () => new Date(), fetch },
      { caldav: given.map((entry) => ({ name: "Home", ...USER, allow_private: true, ...entry })) },
    );
  const source = open(entries);
  const { write } = source;
  if (!write) throw new Error("CalDAV can be written.");

  return {
    ...scratch,
    calendars,
    sync: () => source.sync({ signal }),
    /** The same home after another configuration. */
    configuredAs: (...given: Entry[]) => ({ sync: () => open(given).sync({ signal }) }),
    write: {
      create: (calendarId: string, draft: Parameters<typeof write.create>[1]) => {
        const calendar = calendars.list().find(({ id }) => id === calendarId);
        if (!calendar) throw new Error("There is no such calendar.");
        return write.create(calendar, draft, { signal });
      },
      update: (eventId: string, change: Parameters<typeof write.update>[1]) =>
        write.update(calendars.target(eventId), change, { signal }),
      remove: (eventId: string) => write.remove(calendars.target(eventId), { signal }),
    },
    /** What Porter shows of a time. */
    events: (from = "2026-11-01", to = "2026-12-31"): CalendarEvent[] => calendars.events({ from, to }),
    titles(): string[] {
      return this.events().map(({ title, start }) => `${start} ${title}`);
    },
  };
}

/** A moment of this zone. */
export const at = (wall: string, timeZone = TIME_ZONE): Date =>
  new Date(Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone).epochMilliseconds);

/** A draft of an event that lasts an hour. */
export const draft = (title: string, wall: string) => ({
  title,
  description: "",
  location: "",
  time: {
    allDay: false as const,
    start: at(wall),
    end: new Date(at(wall).getTime() + 3_600_000),
    timeZone: TIME_ZONE,
  },
});

/** What it was refused with; undefined: it went well. */
export const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
