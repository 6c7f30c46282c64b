import { shorten } from "../../shared/text.ts";
import type { Db } from "../db/open.ts";
import type { EventLog } from "../events/log.ts";
import { keepTimer } from "../events/timer.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";
import { morningOf } from "../tasks/time-zone.ts";
import { readAgenda, type Happening } from "./agenda.ts";
import { happeningId } from "./event.ts";
import { afterQuiet, type QuietHours } from "./quiet-hours.ts";
import { createReminderStore } from "./store/reminders.ts";
import type { CalendarRow } from "./rows.ts";
import { createCalendarStore } from "./store/calendars.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What was missed, while the server was down, is told so long after the start, unless it has ended. */
const LATEST = DAY;
/** The clock is looked at more often than that. */
const AHEAD = HOUR;
/** What takes no time has not ended at once: a timer may be late. */
const SHORTEST = 5 * MINUTE;
/** Marks are kept so long, should the clock be set back. */
const KEEP_MARKS = 30 * DAY;
const LONGEST_TITLE = 300;

/** What is to be told, when, and the moment until which it makes sense. In ms. */
type Reminder = { happening: Happening; at: number; until: number };

/**
 * Tells of events before they begin, each once for the time that it has: the mark is set in the transaction in which
 * the notification comes. What would come in quiet hours comes at their end; if the event has begun by then, it does
 * not come at all.
 */
export function keepEventReminders(deps: {
  db: Db;
  notifications: Pick<Notifications, "notify">;
  timeZone: string;
  quietHours?: QuietHours | undefined;
  events: Pick<EventLog, "write" | "follow">;
  log: Pick<Log, "error">;
  signal: AbortSignal;
}): Promise<void> {
  const { notifications, timeZone, quietHours, events, log, signal } = deps;
  const store = createCalendarStore(deps.db);
  const told = createReminderStore(deps.db);

  // Whatever moves an event changes its calendar.
  return keepTimer({ family: "calendar", ring, events, log, signal });

  function ring(moment: Date): Date | undefined {
    const now = moment.getTime();
    told.removeBefore(new Date(now - KEEP_MARKS));
    const quietUntil = afterQuiet(now, quietHours, timeZone);
    if (quietUntil > now) return new Date(quietUntil);
    const reminders = store.listCalendars().flatMap((calendar) => remindersOf(calendar, now));
    for (const reminder of reminders) if (reminder.at <= now && now < reminder.until) call(reminder);
    const next = Math.min(...reminders.map(({ at }) => at).filter((at) => at > now));
    return Number.isFinite(next) ? new Date(next) : undefined;
  }

  /** Those that are due, and those that come before the next look at the clock. */
  function remindersOf({ id, isShown, remindMinutes }: CalendarRow, now: number): Reminder[] {
    if (!isShown || remindMinutes === null) return [];
    const before = remindMinutes * MINUTE;
    const window = { from: now - LATEST, to: now + before + AHEAD };
    return readAgenda(store, { ...window, calendarIds: [id], timeZone })
      .filter(({ row, start }) => row.status !== "cancelled" && start >= window.from)
      .map((happening) => {
        const { start, row } = happening;
        // An all-day event is told of as if it began in the morning.
        const begins = row.allDay ? morningOf(new Date(start), timeZone).getTime() : start;
        const wanted = begins - before;
        const at = afterQuiet(wanted, quietHours, timeZone);
        return { happening, at, until: at === wanted ? Math.max(happening.end, begins + SHORTEST) : begins };
      });
  }

  function call({ happening }: Reminder): void {
    const eventId = happeningId(happening);
    const mark = { eventId, startAt: new Date(happening.start) };
    if (told.has(mark)) return;
    try {
      events.write(() => {
        told.add(mark);
        notifications.notify(
          {
            ...wordsOf(happening, timeZone),
            kind: "event_soon",
            key: `event:${eventId}`,
            link: `/calendar?event=${encodeURIComponent(eventId)}`,
          },
          "porter",
        );
      });
    } catch (error) {
      log.error({ err: error, subject: `event:${eventId}` }, "a reminder could not be made");
    }
  }
}

/** "Thursday 12 March at 17:30 · Room 4" */
function wordsOf({ row, start }: Happening, timeZone: string): { title: string; body: string } {
  const words = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(!row.allDay && { hour: "2-digit", minute: "2-digit" }),
  });
  const place = row.location.replace(/\s+/g, " ").trim();
  return {
    title: shorten(row.title || "An event without a title", LONGEST_TITLE),
    body: [words.format(start), shorten(place, LONGEST_TITLE)].filter(Boolean).join(" · "),
  };
}
