import type { CalendarEvent } from "../../../shared/calendar.ts";
import { api } from "../api/options.ts";
import { seriesIdOf, showPending } from "../api/pending-events.ts";
import { showToast } from "../shell/toast.ts";
import { toDateField } from "../ui/date-fields.ts";
import { addDays, daysBetween, endOf, momentOn, startOf, wallMinutes } from "../ui/event-times.ts";
import { inOrder, inverseOf, quoted, refuse, run, settle, tell, type EventPatch } from "./calendar.ts";

type Times = Pick<CalendarEvent, "start" | "end" | "allDay">;

const DAY_MINUTES = 24 * 60;
const clockOf = (times: Times) => {
  const start = startOf(times);
  return wallMinutes(toDateField(start), start);
};
/** How far, in minutes of the wall clock. */
const wayOf = (before: Times, after: Times): number =>
  wallMinutes(toDateField(startOf(before)), startOf(after)) - clockOf(before);

/** Where another occurrence comes to stand when its series goes along with one: as far by the wall clock, as long. */
function movedAlong(other: Times, before: Times, after: Times): Times {
  const start = momentOn(toDateField(startOf(other)), clockOf(other) + wayOf(before, after));
  if (after.allDay) {
    const day = toDateField(start);
    return { allDay: true, start: day, end: addDays(day, daysBetween(after.start, after.end)) };
  }
  const length = endOf(after).getTime() - startOf(after).getTime();
  return { allDay: false, start: start.toISOString(), end: new Date(start.getTime() + length).toISOString() };
}

/** What becomes of another occurrence, or of the series, whose time is that of its first one. */
export const patchAlong = (other: Times, occurrence: CalendarEvent, patch: EventPatch): EventPatch =>
  patch.start === undefined
    ? patch
    : { ...patch, ...movedAlong(other, occurrence, { ...occurrence, ...patch }) };

/**
 * An occurrence as it will be, as far as that is known before the calendar has answered. What begins at another time of
 * the day was moved by itself, or has gone along already; of what goes whole days on, that cannot be seen.
 */
export function foresee(each: CalendarEvent, occurrence: CalendarEvent, patch: EventPatch): CalendarEvent {
  const { start: _start, end: _end, allDay: _allDay, ...texts } = patch;
  const way = wayOf(occurrence, { ...occurrence, ...patch });
  const goes = clockOf(each) === clockOf(occurrence) && (way === 0 || way % DAY_MINUTES !== 0);
  return { ...each, ...(goes ? patchAlong(each, occurrence, patch) : texts) };
}

/**
 * Changes all of a series as one of its occurrences is to change. Returns whether it was changed. Its words can be taken
 * back; its time cannot, as a calendar may drop what was special about single occurrences.
 */
export async function changeSeries(occurrence: CalendarEvent, patch: EventPatch): Promise<boolean> {
  const id = seriesIdOf(occurrence.id);
  const withdraw = showPending(id, (each) => foresee(each, occurrence, patch));
  const words = `Changed all of ${quoted(occurrence)}`;
  try {
    const first = await inOrder(async () => {
      const series = await api.calendar.event.query({ id });
      await run("update_event", { id, ...patchAlong(series, occurrence, patch) });
      return series;
    });
    await settle(withdraw);
    const back = inverseOf(patch, first);
    if (patch.start !== undefined) showToast({ message: words });
    else tell(words, back, () => void changeSeries({ ...occurrence, ...patch }, back));
    return true;
  } catch (error) {
    withdraw();
    refuse("changed", error);
    return false;
  }
}
