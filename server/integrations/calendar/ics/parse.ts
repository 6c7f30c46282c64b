import type { CalendarItem } from "../../../calendar/item.ts";
import { blocksOf } from "./content.ts";
import { readEvent, type ReadEvent } from "./event.ts";
import { itemsOfUid } from "./series.ts";
import { createZones } from "./zones.ts";

/** `timeZone`: Porter's own, of floating times. IANA. */
type Options = { timeZone: string };

/**
 * What stands in an iCalendar text (RFC 5545), with the UID as `sourceId`, for an override and what goes on from one
 * `<uid>/<stamp of its RECURRENCE-ID>`: `a@b/20261123T080000Z`. EXDATE and RDATE are days, or moments in UTC. Whatever
 * is no event costs itself alone, and never an error: text that is no calendar has no items.
 */
export function itemsOf(text: string, options: Options): CalendarItem[] {
  const reading = readItems(text, options);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}

/** The same, in turns of some milliseconds, so that a long text keeps nobody waiting. */
export async function itemsOfLong(
  text: string,
  { signal, ...options }: Options & { signal: AbortSignal },
): Promise<CalendarItem[]> {
  const reading = readItems(text, options);
  let until = performance.now() + TURN;
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
    if (performance.now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    until = performance.now() + TURN;
  }
}

/** In ms. */
const TURN = 15;

/** Pauses at every event, and gives all items at the end. */
function* readItems(text: string, { timeZone }: Options): Generator<undefined, CalendarItem[]> {
  const zoneLines: string[][] = [];
  const eventLines: string[][] = [];
  for (const { name, lines } of blocksOf(text)) {
    (name === "VTIMEZONE" ? zoneLines : eventLines).push(lines);
    yield;
  }
  const zones = createZones(zoneLines, timeZone);
  const byUid = new Map<string, ReadEvent[]>();
  for (const lines of eventLines) {
    const event = readEvent(lines, zones);
    if (event) {
      const same = byUid.get(event.uid);
      if (same) same.push(event);
      else byUid.set(event.uid, [event]);
    }
    yield;
  }
  const items: CalendarItem[] = [];
  for (const events of byUid.values()) {
    items.push(...itemsOfUid(events, timeZone));
    yield;
  }
  return items;
}
