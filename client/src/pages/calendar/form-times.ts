import type { EventTexts } from "../../actions/calendar.ts";
import { atTime, fromDateField, toDateField } from "../../ui/date-fields.ts";
import { addDays, clockOf, endOf, isDay, startOf } from "../../ui/event-times.ts";

type Times = Pick<EventTexts, "start" | "end" | "allDay">;

/** What stands in the fields for a time: the last day of an all-day event is one that it takes place on. */
type TimeFields = { allDay: boolean; day: string; time: string; lastDay: string; endTime: string };

export function toFields(times: Times): TimeFields {
  const [start, end] = [startOf(times), endOf(times)];
  return {
    allDay: times.allDay,
    day: toDateField(start),
    time: times.allDay ? "09:00" : clockOf(start),
    lastDay: times.allDay ? addDays(times.end, -1) : toDateField(end),
    endTime: times.allDay ? "10:00" : clockOf(end),
  };
}

const momentOf = (day: string, time: string): Date | undefined => {
  const date = fromDateField(day);
  return date && /^\d\d:\d\d/.test(time) ? atTime(date, time) : undefined;
};

/** The times that the fields mean, or what is wrong with them. */
export function fromFields({ allDay, day, time, lastDay, endTime }: TimeFields): Times | string {
  if (!isDay(day) || !isDay(lastDay)) return "Both days are needed.";
  if (allDay) {
    if (lastDay < day) return "It cannot end before it starts.";
    return { allDay, start: day, end: addDays(lastDay, 1) };
  }
  const [start, end] = [momentOf(day, time), momentOf(lastDay, endTime)];
  if (!start || !end) return "Both times are needed.";
  // One without a length is a moment to remember.
  if (end < start) return "It cannot end before it starts.";
  return { allDay, start: start.toISOString(), end: end.toISOString() };
}

/** The fields after its start was changed: it lasts as long as before. */
export function withStart(fields: TimeFields, day: string, time: string): TimeFields {
  const [before, end] = [momentOf(fields.day, fields.time), momentOf(fields.lastDay, fields.endTime)];
  const start = momentOf(day, time);
  if (!before || !end || !start || end <= before) return { ...fields, day, time };
  const moved = new Date(end.getTime() + start.getTime() - before.getTime());
  return { ...fields, day, time, lastDay: toDateField(moved), endTime: clockOf(moved) };
}
