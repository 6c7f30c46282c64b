import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { addDays, endOf, isLong, midnightOf, minutesOn, overlaps, startOf } from "../../ui/event-times.ts";

/** Where an event stands among a day's hours. `column` of `columns`, `width` of them broad. Minutes since midnight. */
export type Placed = {
  event: CalendarEvent;
  from: number;
  to: number;
  column: number;
  columns: number;
  width: number;
};
/** Where an event stands above the hours: from which of the days, over how many of them, in which row. */
type Banner = { event: CalendarEvent; first: number; days: number; row: number };

/** What is shorter is drawn, and so takes room, as if it lasted this long: there must be room for its title. */
const LEAST_MINUTES = 30;

const byStart = (a: CalendarEvent, b: CalendarEvent): number =>
  startOf(a).getTime() - startOf(b).getTime() ||
  endOf(b).getTime() - endOf(a).getTime() ||
  (a.id < b.id ? -1 : 1);

/** What takes place on a day, in the order of the starts. */
export function eventsOn(events: readonly CalendarEvent[], day: string): CalendarEvent[] {
  const [from, to] = [midnightOf(day), midnightOf(addDays(day, 1))];
  return events.filter((event) => overlaps(event, from, to)).toSorted(byStart);
}

/** The events of one day side by side: each as far to the left as it can stand, and as broad as nothing hinders. */
export function layDay(events: readonly CalendarEvent[], day: string): Placed[] {
  const placed = eventsOn(events, day)
    .filter((event) => !isLong(event))
    .map((event): Placed => {
      const start = Math.min(minutesOn(day, startOf(event)), 24 * 60 - LEAST_MINUTES);
      const end = Math.max(minutesOn(day, endOf(event)), start + LEAST_MINUTES);
      return { event, from: start, to: end, column: 0, columns: 1, width: 1 };
    });
  for (const group of groupsOf(placed)) spread(group);
  return placed;
}

/** Events that touch one another, directly or through others. */
function groupsOf(placed: readonly Placed[]): Placed[][] {
  const groups: Placed[][] = [];
  let end = -1;
  for (const each of placed) {
    if (each.from >= end) groups.push([]);
    groups.at(-1)?.push(each);
    end = Math.max(end, each.to);
  }
  return groups;
}

const meet = (a: Placed, b: Placed): boolean => a.from < b.to && b.from < a.to;

function spread(group: Placed[]): void {
  const ends: number[] = [];
  for (const each of group) {
    const free = ends.findIndex((end) => end <= each.from);
    each.column = free < 0 ? ends.length : free;
    ends[each.column] = each.to;
  }
  for (const each of group) {
    each.columns = ends.length;
    const next = group.filter((other) => other.column > each.column && meet(each, other));
    each.width = Math.min(ends.length, ...next.map((other) => other.column)) - each.column;
  }
}

/** What lasts a day or more, in as few rows as it can stand in. */
export function layBanners(events: readonly CalendarEvent[], days: readonly string[]): Banner[] {
  const rows: number[] = [];
  return events
    .filter(isLong)
    .toSorted(byStart)
    .flatMap((event): Banner[] => {
      const covered = days.filter((day) => overlaps(event, midnightOf(day), midnightOf(addDays(day, 1))));
      const first = days.indexOf(covered[0] ?? "");
      if (first < 0) return [];
      const free = rows.findIndex((end) => end <= first);
      const row = free < 0 ? rows.length : free;
      rows[row] = first + covered.length;
      return [{ event, first, days: covered.length, row }];
    });
}
