import { occurrenceAt, whole } from "./agenda.ts";
import { happeningId } from "./event.ts";
import { startsWithin } from "./occurrences.ts";
import type { CalendarStore } from "./store/calendars.ts";

const DAY = 86_400_000;
/** So far ahead a series is looked through: nearly all come soon, and the rarest is that of a 29 February. */
const SOON = 64 * DAY;
const LATE = 8 * 366 * DAY;

/** The id of an event, and when it begins. */
type Upcoming = { id: string; at: Date };

/**
 * What a person means by an item: a series is its next occurrence, or its first when none comes any more; what takes
 * the place of an occurrence is that. Undefined when it has gone.
 */
export function upcomingOf(
  store: Pick<CalendarStore, "findItem" | "findOverride">,
  itemId: string,
  { now, timeZone }: { now: Date; timeZone: string },
): Upcoming | undefined {
  const found = store.findItem(itemId);
  if (!found) return undefined;
  const { item } = found;
  const isAsPlanned = (start: number): boolean =>
    store.findOverride(item.calendarId, item.sourceId, new Date(start)) === undefined;
  const from = now.getTime() - (item.endAt.getTime() - item.startAt.getTime());
  const nextWithin = (ahead: number): number | undefined =>
    startsWithin(item, { from, to: now.getTime() + ahead }, timeZone).find(isAsPlanned);
  const next = item.recurrence.length > 0 ? (nextWithin(SOON) ?? nextWithin(LATE)) : undefined;
  const happening = next === undefined ? whole(found, timeZone) : occurrenceAt(item, next, timeZone);
  return { id: happeningId(happening), at: new Date(happening.start) };
}
