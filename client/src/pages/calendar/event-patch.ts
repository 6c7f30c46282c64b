import type { CalendarEvent } from "../../../../shared/calendar.ts";
import type { EventPatch, EventTexts } from "../../actions/calendar.ts";
import { plainTextOf } from "../../ui/html-text.ts";

type Texts = Required<Omit<EventTexts, "calendarId">>;

/** What a form begins with. */
export const textsOf = ({ title, start, end, allDay, location, description }: CalendarEvent): Texts => ({
  title,
  start,
  end,
  allDay,
  location: location.trim(),
  description: plainTextOf(description),
});

const isSameTime = (before: EventTexts, after: EventTexts): boolean =>
  before.allDay === after.allDay &&
  (before.allDay
    ? before.start === after.start && before.end === after.end
    : Date.parse(before.start) === Date.parse(after.start) &&
      Date.parse(before.end) === Date.parse(after.end));

/** What the person has changed: only that is sent. */
export function patchOf(before: Texts, after: EventTexts): EventPatch {
  const { title, description, location, start, end, allDay } = after;
  return {
    ...(title !== before.title && { title }),
    ...(description !== before.description && { description }),
    ...(location !== before.location && { location }),
    ...(!isSameTime(before, after) && { start, end, allDay }),
  };
}
