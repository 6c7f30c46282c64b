import type { CalendarEvent } from "../../shared/calendar.ts";
import type { Task } from "../../shared/task.ts";
import type { Calendars } from "../calendar/service.ts";
import { concernsTime } from "./concerns-time.ts";

/** So many go to an agent unasked; for others there are the calendar's own actions. */
const MOST = 40;

export type EventsAhead = (session: { prompt: string }, task: Task | undefined) => CalendarEvent[] | null;

/** The owner's events of today and tomorrow for a session that concerns time; null for others, and without a calendar. */
export const createEventsAhead =
  (calendars: Pick<Calendars, "list" | "events">, timeZone: string): EventsAhead =>
  ({ prompt }, task) => {
    if (!concernsTime(prompt, task) || calendars.list().length === 0) return null;
    const today = Temporal.Now.plainDateISO(timeZone);
    return calendars.events({
      from: today.toString(),
      to: today.add({ days: 2 }).toString(),
      limit: MOST,
    });
  };
