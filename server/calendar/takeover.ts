import type { CalendarSync } from "./item.ts";
import { effortOf } from "./occurrences.ts";
import { contentOf, type ItemContent, type ItemRow } from "./rows.ts";
import type { CalendarStore } from "./store/calendars.ts";

/** How many items a reading has changed. */
export type Taken = { added: number; changed: number; removed: number };

/**
 * What the series of one reading may take together, in steps of their rules: some seconds, or 4,000 series. Whatever
 * repeats beyond it takes place once: somebody's calendar cannot keep Porter busy for hours.
 */
const MOST_EFFORT = 1_000_000;

/** Writes what a source has read. A row keeps its id as long as its item lives; what is the same is not written. */
export function takeOver(
  store: CalendarStore,
  calendarId: string,
  { reach, items, removed = [] }: CalendarSync,
  porterZone: string,
): Taken {
  const taken: Taken = { added: 0, changed: 0, removed: 0 };
  const read = new Map(items.map((item) => [item.sourceId, item]));
  for (const sourceId of removed)
    if (!read.has(sourceId)) taken.removed += store.removeSource(calendarId, sourceId);

  const there = store.itemsOf(calendarId, reach === "all" ? undefined : [...read.keys()]);
  const known = new Map(there.map((row) => [row.sourceId, row]));
  const remove = (row: ItemRow): void => {
    store.removeItem(row.id);
    taken.removed += 1;
  };
  for (const row of there) if (!read.has(row.sourceId)) remove(row);

  let effort = 0;
  const fresh: Omit<ItemRow, "number">[] = [];
  for (const [sourceId, item] of read) {
    const row = known.get(sourceId);
    const content = contentOf(effort < MOST_EFFORT ? item : { ...item, recurrence: [] }, porterZone);
    if (content) effort += effortOf(content, porterZone);
    if (!content) {
      if (row) remove(row);
    } else if (!row) {
      fresh.push({ ...content, id: Bun.randomUUIDv7(), calendarId });
    } else if (!isSame(row, content)) {
      store.replaceItem(row.id, content);
      taken.changed += 1;
    }
  }
  store.insertItems(fresh);
  return { ...taken, added: fresh.length };
}

function isSame(
  { number: _number, id: _id, calendarId: _calendarId, ...row }: ItemRow,
  content: ItemContent,
): boolean {
  return Bun.deepEquals(row, content);
}
