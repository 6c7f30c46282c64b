import type { CalendarEvent, FindFreeTime, ListEvents } from "../../shared/calendar.ts";
import { PorterError } from "../errors.ts";
import { occurrenceAt, readAgenda, whole, type Happening } from "./agenda.ts";
import { sayMoment } from "./clock-time.ts";
import { readEventId } from "./event-id.ts";
import { eventOf } from "./event.ts";
import { findGaps } from "./free-time.ts";
import { startsWithin } from "./occurrences.ts";
import { itemOf, originalOfRow, toStored, type CalendarRow } from "./rows.ts";
import type { CalendarStore, FoundItem } from "./store/calendars.ts";
import type { CalendarTools, EventTarget } from "./tools.ts";
import { readWindow } from "./window.ts";

const MINUTE = 60_000;
const MOST_EVENTS = 2_500;

type Reading = Pick<CalendarTools, "events" | "event" | "eventOf" | "target" | "freeTime">;

/**
 * What can be read of the calendars of one integration, or of all.
 * @param timeZone the owner's: where a day begins, and by whose clock moments are told
 */
export function createReading(deps: {
  store: CalendarStore;
  timeZone: string;
  now: () => Date;
  integrationId?: string;
}): Reading {
  const { store, timeZone, now, integrationId } = deps;

  const isIn = (calendar: CalendarRow): boolean =>
    integrationId === undefined || calendar.integrationId === integrationId;

  /** @throws PorterError NOT_FOUND */
  function requireCalendar(id: string): CalendarRow {
    const calendar = store.findCalendar(id);
    if (!calendar || !isIn(calendar)) throw noCalendar();
    return calendar;
  }

  /** @throws PorterError NOT_FOUND */
  function requireItem(found: FoundItem | undefined): FoundItem {
    const calendar = found && store.findCalendar(found.item.calendarId);
    if (!found || !calendar || !isIn(calendar)) throw noEvent();
    return found;
  }

  const shown = (): CalendarRow[] => store.listCalendars(integrationId).filter(({ isShown }) => isShown);

  /**
   * What an id stands for, with the series when it is an occurrence of one.
   * @throws PorterError NOT_FOUND
   */
  function find(eventId: string): { happening: Happening; found: FoundItem; series: FoundItem | null } {
    const ref = readEventId(eventId);
    const found = requireItem(ref && store.findItem(ref.itemId));
    const { item } = found;
    if (!ref || ref.originalStart === null) return { happening: whole(found, timeZone), found, series: null };
    const original = ref.originalStart;
    const override = store.findOverride(item.calendarId, item.sourceId, new Date(original));
    if (override?.series?.id === item.id) {
      if (override.item.status === "cancelled") throw noEvent();
      return { happening: whole(override, timeZone), found: override, series: found };
    }
    const isOccurrence =
      item.recurrence.length > 0 &&
      startsWithin(item, { from: original, to: original + 1 }, timeZone).length > 0;
    if (!isOccurrence) throw noEvent();
    return { happening: occurrenceAt(item, original, timeZone), found, series: found };
  }

  return {
    events({ from, to, query, calendarId, limit = MOST_EVENTS }: ListEvents): CalendarEvent[] {
      const window = readWindow({ from, to }, now(), timeZone);
      const wanted = calendarId === undefined ? shown() : [requireCalendar(calendarId)];
      const calendarIds = wanted.map(({ id }) => id);
      return readAgenda(store, { ...window, calendarIds, query, timeZone })
        .slice(0, limit)
        .map((happening) => eventOf(happening, timeZone));
    },

    event: (eventId) => eventOf(find(eventId).happening, timeZone),

    eventOf(calendarId, sourceId) {
      requireCalendar(calendarId);
      return eventOf(whole(requireItem(store.findItemOf(calendarId, sourceId)), timeZone), timeZone);
    },

    target(eventId): EventTarget {
      const { happening, found, series } = find(eventId);
      const { item } = found;
      const { of } = happening;
      return {
        calendar: toStored(requireCalendar(item.calendarId)),
        item: itemOf(item, found.series?.allDay ?? item.allDay),
        occurrence:
          series && of
            ? {
                series: itemOf(series.item, series.item.allDay),
                originalStart: originalOfRow(of.originalStart, of.allDay),
              }
            : null,
      };
    },

    freeTime({ from, to, minutes }: FindFreeTime) {
      const window = readWindow({ from, to }, now(), timeZone);
      const owners = new Map(shown().map(({ id, sourceId }) => [id, sourceId]));
      const busy = readAgenda(store, { ...window, calendarIds: [...owners.keys()], timeZone }).filter(
        ({ row }) => isBusy(row, owners.get(row.calendarId)),
      );
      return findGaps(busy, window, minutes * MINUTE).map(({ start, end }) => ({
        start: sayMoment(start, timeZone),
        end: sayMoment(end, timeZone),
      }));
    },
  };
}

/** @param owner the source's name of the calendar: at Google the address of whose it is */
function isBusy({ isFree, status, attendees }: FoundItem["item"], owner: string | undefined): boolean {
  if (isFree || status === "cancelled") return false;
  return !attendees.some(
    ({ email, response }) => response === "declined" && email.toLowerCase() === owner?.toLowerCase(),
  );
}

export const noCalendar = () => new PorterError("NOT_FOUND", "There is no calendar with this id.");
const noEvent = () => new PorterError("NOT_FOUND", "There is no event with this id.");
