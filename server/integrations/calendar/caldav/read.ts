import type { CalendarInfo, CalendarItem, CalendarSync } from "../../../calendar/item.ts";
import { itemsOf } from "../ics/parse.ts";
import type { RemoteCalendar } from "./calendars.ts";
import { findChanges } from "./changes.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { Dav } from "./dav.ts";
import { placeItems } from "./object-ids.ts";
import { readObjects } from "./objects.ts";
import { sourceIdOf, type CalDavContext } from "./settings.ts";

/** What Porter keeps of a calendar beside its events. */
const infoOf = ({ entry }: Dav, calendar: RemoteCalendar): CalendarInfo => ({
  sourceId: sourceIdOf(entry, calendar.url),
  source: "caldav",
  name: calendar.name || entry.name,
  color: calendar.color,
  isWritable: calendar.isWritable,
});

/** Brings Porter's copy of a calendar up to date. */
export async function takeCalendar(
  dav: Dav,
  calendar: RemoteCalendar,
  { calendars, timeZone }: CalDavContext,
): Promise<void> {
  const { id, cursor } = calendars.put(infoOf(dav, calendar));
  calendars.sync(id, await readCalendar(dav, calendar, { cursor, timeZone }));
}

/** What makes other items of the same text needs another number. */
const READER = 1;

/** What is new in it; only that is asked for. */
async function readCalendar(
  dav: Dav,
  calendar: RemoteCalendar,
  given: { cursor: string | null; timeZone: string },
): Promise<CalendarSync> {
  const basis = `${READER} ${given.timeZone}`;
  const cursor = readCursor(given.cursor, basis);
  if (cursor && cursor.version !== null && cursor.version === calendar.version)
    return { reach: "changes", items: [], cursor: given.cursor };

  const { reach, changed, gone, version, etags } = await findChanges(dav, calendar, cursor);
  const parts = { ...(reach === "changes" && cursor?.parts) };
  const removed = new Set<string>();
  for (const name of [...gone, ...changed]) {
    for (const id of [name, ...(parts[name] ?? [])]) removed.add(id);
    delete parts[name];
  }
  const unread = new Set(changed);
  const items: CalendarItem[] = [];
  for await (const { name, etag, text } of readObjects(dav, calendar, changed)) {
    const own = placeItems(itemsOf(text, { timeZone: given.timeZone }), name, etag);
    for (const { sourceId } of own) removed.delete(sourceId);
    const others = own.map(({ sourceId }) => sourceId).filter((id) => id !== name);
    if (others.length > 0) parts[name] = others;
    items.push(...own);
    unread.delete(name);
  }
  // Gone between the two questions, or not to be read: as good as never heard of.
  for (const name of unread) delete etags?.[name];
  return { reach, items, removed: [...removed], cursor: writeCursor({ basis, version, etags, parts }) };
}
