import type { CalendarItem } from "../../../calendar/item.ts";
import type { ReadEvent } from "./event.ts";
import { doesRepeat, toLines } from "./repeats.ts";
import { splitSeries } from "./split.ts";
import { stampOf, startLike } from "./times.ts";

/** A series while it is put together. */
export type Series = { sourceId: string; event: ReadEvent; overrides: Override[] };
/** The occurrence that would have begun at `originalStart`. */
export type Override = { event: ReadEvent; originalStart: string | Date };

/**
 * All the events of one UID, as items. What changes one occurrence stands by itself where its series is not told:
 * so do invitations to one occurrence.
 */
export function itemsOfUid(events: readonly ReadEvent[], home: string): CalendarItem[] {
  const [main, ...others] = mastersOf(events);
  const overrides = events.filter(({ replaces }) => replaces);
  if (!main) return overrides.flatMap((event) => alone(event, home));

  const placed = new Map<string, Override>();
  for (const event of bySequence(overrides)) {
    const originalStart = startOf(event, main, home);
    placed.set(stampOf(originalStart), { event, originalStart });
  }
  const series = { sourceId: main.uid, event: main, overrides: [...placed.values()] };
  return [
    ...(doesRepeat(main.repeats)
      ? splitSeries(series, home).flatMap(itemsOfSeries)
      : itemsOfOne(series, home)),
    ...others.flatMap((event) =>
      itemsOfSeries({ sourceId: `${event.uid}/${stampOf(event.item.time.start)}`, event, overrides: [] }),
    ),
  ];
}

/**
 * Of versions of one event the newest. What has one UID and other times is another event all the same: some programs
 * give all of theirs the same UID.
 */
function mastersOf(events: readonly ReadEvent[]): ReadEvent[] {
  const masters = events.filter(({ replaces }) => !replaces);
  const newest = Math.max(...masters.map(({ sequence }) => sequence));
  const byStart = new Map(
    masters
      .filter(({ sequence }) => sequence === newest)
      .map((event) => [stampOf(event.item.time.start), event]),
  );
  return [...byStart].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event);
}

const bySequence = (events: readonly ReadEvent[]): ReadEvent[] =>
  events.toSorted((a, b) => a.sequence - b.sequence);

const startOf = ({ replaces, item }: ReadEvent, { item: { time } }: ReadEvent, home: string): string | Date =>
  replaces ? startLike(replaces.time, time, home) : item.time.start;

/** What takes place once can have an override, too: it is the event as it is now. */
function itemsOfOne({ sourceId, event, overrides }: Series, home: string): CalendarItem[] {
  const own = overrides.find(
    ({ originalStart }) => stampOf(originalStart) === stampOf(event.item.time.start),
  );
  return [
    { ...(own ?? { event }).event.item, sourceId },
    ...overrides.filter((one) => one !== own).flatMap((one) => alone(one.event, home)),
  ];
}

function alone(event: ReadEvent, home: string): CalendarItem[] {
  if (event.item.status === "cancelled") return [];
  return [{ ...event.item, sourceId: `${event.uid}/${stampOf(startOf(event, event, home))}` }];
}

function itemsOfSeries({ sourceId, event, overrides }: Series): CalendarItem[] {
  const { item, repeats, periods } = event;
  const override = (changed: CalendarItem, originalStart: string | Date): CalendarItem => ({
    ...changed,
    sourceId: `${sourceId}/${stampOf(originalStart)}`,
    recurrence: [],
    override: { seriesSourceId: sourceId, originalStart },
  });
  const known = new Set(overrides.map(({ originalStart }) => stampOf(originalStart)));
  return [
    { ...item, sourceId, recurrence: toLines(repeats) },
    ...overrides.map(({ event: { item: changed }, originalStart }) => override(changed, originalStart)),
    ...periods.flatMap(({ start, end }) => {
      if (item.time.allDay || known.has(stampOf(start))) return [];
      return [override({ ...item, time: { ...item.time, start, end } }, start)];
    }),
  ];
}
