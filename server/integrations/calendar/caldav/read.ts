import type { CalendarInfo, CalendarItem, CalendarSync } from "../../../calendar/item.ts";
import type { StoredCalendar } from "../../../calendar/tools.ts";
import { itemsOf } from "../ics/parse.ts";
import type { RemoteCalendar } from "./calendars.ts";
import { findChanges } from "./changes.ts";
import { readCursor, writeCursor, type Cursor } from "./cursor.ts";
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
const READER = 2;

const basisFor = (timeZone: string): string => `${READER} ${timeZone}`;

/** What is new in it; only that is asked for. */
async function readCalendar(
  dav: Dav,
  calendar: RemoteCalendar,
  given: { cursor: string | null; timeZone: string },
): Promise<CalendarSync> {
  const { timeZone } = given;
  const basis = basisFor(timeZone);
  const cursor = readCursor(given.cursor, basis);
  const missing = cursor?.unread ?? [];
  if (cursor && cursor.version !== null && cursor.version === calendar.version && missing.length === 0)
    return { reach: "changes", items: [], cursor: given.cursor };

  const { reach, changed, gone, version, etags } = await findChanges(dav, calendar, cursor);
  const wanted = new Set([...changed, ...missing]).difference(new Set(gone));
  const placed: Placed = new Map([...gone, ...wanted].map((name) => [name, []]));
  const unread: string[] = [];
  for await (const { name, ...object } of readObjects(dav, calendar, [...wanted])) {
    if (object.text !== undefined)
      placed.set(name, placeItems(itemsOf(object.text, { timeZone }), name, object.etag));
    else if (placed.delete(name)) unread.push(name);
  }
  const { parts, ...read } = settle(reach === "changes" ? (cursor?.parts ?? {}) : {}, placed);
  return { reach, ...read, cursor: writeCursor({ basis, version, etags, parts, unread }) };
}

/** An object as Porter has written it; without a text it was deleted. */
export type Written = { name: string; text?: string | undefined; etag: string | null };

/** Takes it over as it was sent; the next reading takes it as the server has it. */
export function takeWritten(
  { id }: Pick<StoredCalendar, "id">,
  { name, text, etag }: Written,
  { calendars, timeZone }: CalDavContext,
): void {
  const stored = calendars.list().find((one) => one.id === id)?.cursor ?? null;
  const cursor = readCursor(stored, basisFor(timeZone));
  const items = text === undefined ? [] : placeItems(itemsOf(text, { timeZone }), name, etag);
  const { parts, ...read } = settle(cursor?.parts ?? {}, new Map([[name, items]]));
  calendars.sync(id, {
    reach: "changes",
    ...read,
    cursor: cursor ? writeCursor({ ...cursor, parts }) : stored,
  });
}

/** By the names of their objects the items that are in them; none: the object has gone. */
type Placed = Map<string, CalendarItem[]>;

/** @param known the parts of all objects as they were */
function settle(known: Cursor["parts"], placed: Placed) {
  const parts = { ...known };
  const removed = new Set<string>();
  for (const [name, items] of placed) {
    for (const id of [name, ...(parts[name] ?? [])]) removed.add(id);
    const others = items.map(({ sourceId }) => sourceId).filter((id) => id !== name);
    if (others.length > 0) parts[name] = others;
    else delete parts[name];
  }
  const items = [...placed.values()].flat();
  for (const { sourceId } of items) removed.delete(sourceId);
  return { parts, items, removed: [...removed] };
}
