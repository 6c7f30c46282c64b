import type { CalendarEvent } from "../../shared/calendar.ts";
import type { Happening } from "./agenda.ts";
import { dayOfWall, sayMoment } from "./clock-time.ts";
import { eventIdOf } from "./event-id.ts";

/** As everybody sees it. Its moments are told by Porter's clock, wherever it takes place. */
export function eventOf({ row, startAt, endAt, of }: Happening, porterZone: string): CalendarEvent {
  const { calendarId, title, description, location, allDay, timeZone, status, isFree, attendees, htmlLink } =
    row;
  const say = (moment: number) => (allDay ? dayOfWall(moment) : sayMoment(moment, porterZone));
  return {
    id: happeningId({ row, of }),
    isRecurring: of !== null || row.recurrence.length > 0,
    start: say(startAt),
    end: say(endAt),
    calendarId,
    title,
    description,
    location,
    allDay,
    timeZone,
    status,
    isFree,
    attendees,
    htmlLink,
  };
}

export const happeningId = ({ row, of }: Pick<Happening, "row" | "of">): string =>
  of ? eventIdOf(of.seriesId, of) : eventIdOf(row.id);
