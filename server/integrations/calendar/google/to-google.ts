import type { calendar_v3 } from "@googleapis/calendar";
import type { ItemTime } from "../../../calendar/item.ts";
import type { EventDraft } from "../source.ts";

/**
 * The fields that a draft names, as Google takes them.
 * @param timeZone in which an event takes place that names none: Google has no floating times
 */
export const eventOf = (draft: Partial<EventDraft>, timeZone: string): calendar_v3.Schema$Event => ({
  ...(draft.title !== undefined && { summary: draft.title }),
  ...(draft.description !== undefined && { description: draft.description }),
  ...(draft.location !== undefined && { location: draft.location }),
  ...(draft.time && momentsOf(draft.time, timeZone)),
});

/** With null for the form that it has not: a patch would leave the other one there. */
function momentsOf(time: ItemTime, timeZone: string): Pick<calendar_v3.Schema$Event, "start" | "end"> {
  if (time.allDay) {
    const day = (date: string) => ({ date, dateTime: null, timeZone: null });
    return { start: day(time.start), end: day(time.end) };
  }
  const moment = (at: Date) => ({
    dateTime: at.toISOString(),
    timeZone: time.timeZone ?? timeZone,
    date: null,
  });
  return { start: moment(time.start), end: moment(time.end) };
}
