import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { toDateField } from "../../ui/date-fields.ts";
import { addDays, endOf, momentOn, startOf, wallMinutes } from "../../ui/event-times.ts";

const SNAP_MINUTES = 15;
const DAY_MINUTES = 24 * 60;

/** What is drawn: the event as a whole, or its end alone. */
export type Edge = "move" | "end";
/** How far. `grabbed`: of an event that lasts over midnight, on which of its days it was taken hold of. */
type Way = { days: number; minutes: number; grabbed?: number };

const snap = (minutes: number) => Math.round(minutes / SNAP_MINUTES) * SNAP_MINUTES;
const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));

/** The event after it was drawn so far, by the wall clock. What is moved lasts as long as before. */
export function drawn(event: CalendarEvent, edge: Edge, { days, minutes, grabbed = 0 }: Way): CalendarEvent {
  const [start, end] = [startOf(event), endOf(event)];
  const day = toDateField(start);
  const isLevel = snap(minutes) === 0;
  if (edge === "end") {
    if (isLevel) return event;
    const stop = momentOn(day, snap(wallMinutes(day, end) + minutes));
    const least = start.getTime() + SNAP_MINUTES * 60_000;
    return { ...event, end: new Date(Math.max(stop.getTime(), least)).toISOString() };
  }
  const at = wallMinutes(day, start);
  const last = (grabbed + 1) * DAY_MINUTES - SNAP_MINUTES;
  // Drawn straight to another day, 9:10 stays 9:10.
  const from = isLevel ? at : clamp(snap(at + minutes), 0, last);
  if (days === 0 && from === at) return event;
  const moved = momentOn(addDays(day, days), from);
  const length = end.getTime() - start.getTime();
  return { ...event, start: moved.toISOString(), end: new Date(moved.getTime() + length).toISOString() };
}
