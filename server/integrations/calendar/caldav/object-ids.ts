import type { CalendarItem } from "../../../calendar/item.ts";

/** The address of an object in its calendar, as short as it can be told: `a1b2.ics`. */
export function nameOf(href: string, calendarUrl: string): string {
  const { pathname } = new URL(href, calendarUrl);
  const folder = new URL(calendarUrl).pathname;
  return pathname.startsWith(folder) ? pathname.slice(folder.length) : pathname;
}

/** A name may have a colon in it, which would make it look like an address of its own. */
export const addressOf = (name: string, calendarUrl: string): string =>
  new URL(name.startsWith("/") ? name : `./${name}`, calendarUrl).href;

/**
 * One object holds one event, and for a series all its overrides (RFC 4791, 4.1). The event has the object's name for
 * its source id; whatever else is in the object has `<name>#<id that ics/ gives it>`. So the name alone tells that an
 * event has gone, and every source id tells its object.
 */
export function placeItems(items: CalendarItem[], name: string, etag: string | null): CalendarItem[] {
  const main = items.find(({ sourceId }) => !PART.test(sourceId))?.sourceId;
  const place = (id: string): string => (id === main ? name : `${name}#${id}`);
  return items.map((item) => ({
    ...item,
    etag,
    sourceId: place(item.sourceId),
    override: item.override && {
      ...item.override,
      seriesSourceId: place(item.override.seriesSourceId),
    },
  }));
}

/** The object that an item is in. A path has no bare `#`. */
export const objectOf = (sourceId: string): string => sourceId.split("#", 1)[0] ?? sourceId;

/** Of what stands for one occurrence: which one; undefined for the event itself. */
export const stampIn = (sourceId: string): string | undefined =>
  sourceId.includes("#") ? PART.exec(sourceId)?.[1] : undefined;

const PART = /\/(\d{8}(?:T\d{6}Z)?)$/;
