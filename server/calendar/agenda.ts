import { momentOf } from "./clock-time.ts";
import { startsWithin } from "./occurrences.ts";
import type { ItemRow } from "./rows.ts";
import type { CalendarStore, FoundItem } from "./store/calendars.ts";
import type { Window } from "./window.ts";

/** An item at one time. */
export type Happening = {
  row: ItemRow;
  /** As the row has its times: of an all-day event, midnights in UTC. */
  startAt: number;
  endAt: number;
  /** Moments, which for a day is where it begins in Porter's zone. */
  start: number;
  end: number;
  /** Of a series: which, and the start that the occurrence has or would have had, as the row has its times. */
  of: { seriesId: string; originalStart: number; allDay: boolean } | null;
};

/** More than all clocks are apart: the database has days as days in UTC. */
const CLOCKS_APART = 86_400_000;

/** What overlaps the window, in the order of the starts. What takes no time is in it where it stands. */
export function readAgenda(
  store: Pick<CalendarStore, "itemsIn" | "overriddenIn">,
  {
    from,
    to,
    timeZone,
    ...wanted
  }: Window & { calendarIds: readonly string[]; query?: string | undefined; timeZone: string },
): Happening[] {
  const wide = { ...wanted, from: new Date(from - CLOCKS_APART), to: new Date(to + CLOCKS_APART) };
  const found = store.itemsIn(wide, wanted.query);
  const repeating = found.filter(({ item }) => item.recurrence.length > 0);
  const longest = repeating.reduce((most, { item }) => Math.max(most, lengthOf(item)), 0);
  const overridden = new Set(
    repeating.length === 0
      ? []
      : store
          .overriddenIn({ ...wide, from: new Date(wide.from.getTime() - longest) })
          .map((one) => keyOf(one.calendarId, one.seriesSourceId, one.originalStart?.getTime())),
  );
  const spread = ({ item }: FoundItem): Happening[] =>
    startsWithin(item, { from: wide.from.getTime() - lengthOf(item), to: wide.to.getTime() }, timeZone)
      .filter((startAt) => !overridden.has(keyOf(item.calendarId, item.sourceId, startAt)))
      .map((startAt) => occurrenceAt(item, startAt, timeZone));
  return found
    .flatMap((one) => (one.item.recurrence.length > 0 ? spread(one) : [whole(one, timeZone)]))
    .filter(({ start, end }) => start < to && (end > from || start >= from))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.row.number - b.row.number);
}

/** The item itself: what takes place once, what takes the place of an occurrence, or a series at its beginning. */
export function whole({ item, series }: FoundItem, timeZone: string): Happening {
  const of =
    series && item.originalStart
      ? { seriesId: series.id, originalStart: item.originalStart.getTime(), allDay: series.allDay }
      : null;
  return at(item, item.startAt.getTime(), of, timeZone);
}

export const occurrenceAt = (series: ItemRow, startAt: number, timeZone: string): Happening =>
  at(series, startAt, { seriesId: series.id, originalStart: startAt, allDay: series.allDay }, timeZone);

function at(row: ItemRow, startAt: number, of: Happening["of"], timeZone: string): Happening {
  const endAt = startAt + lengthOf(row);
  const [start, end] = row.allDay
    ? [momentOf(startAt, timeZone), momentOf(endAt, timeZone)]
    : [startAt, endAt];
  return { row, startAt, endAt, start, end, of };
}

const lengthOf = ({ startAt, endAt }: ItemRow): number => endAt.getTime() - startAt.getTime();

const keyOf = (calendarId: string, sourceId: string | null, start: number | undefined): string =>
  `${calendarId} ${start} ${sourceId}`;
