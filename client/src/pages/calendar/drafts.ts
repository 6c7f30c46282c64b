import type { EventTexts } from "../../actions/calendar.ts";
import { fromMomentField, toMomentField } from "../../ui/date-fields.ts";
import { addDays, isDay, momentOn } from "../../ui/event-times.ts";

/** What stands in the form of a new event before the person has written anything. */
export type Draft = EventTexts;

/** An hour from then on. */
export const draftAt = (day: string, minutes: number, title = ""): Draft => ({
  title,
  start: momentOn(day, minutes).toISOString(),
  end: momentOn(day, minutes + 60).toISOString(),
  allDay: false,
});
export const draftOn = (day: string): Draft => ({
  title: "",
  start: day,
  end: addDays(day, 1),
  allDay: true,
});

/** As the address has it: `?new=2026-11-23T09:00`, `?new=2026-11-23`. Its words are too many for that. */
export const toAddress = ({ start, allDay }: Draft): string =>
  allDay ? start : toMomentField(new Date(start));

/** Undefined for what is no time. */
export function fromAddress(text: unknown): Draft | undefined {
  if (typeof text !== "string") return undefined;
  if (isDay(text)) return draftOn(text);
  const day = text.slice(0, 10);
  const start = isDay(day) ? fromMomentField(text) : null;
  return start ? draftAt(day, start.getHours() * 60 + start.getMinutes()) : undefined;
}
