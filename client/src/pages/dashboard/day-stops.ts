import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { addDays, endOf, isLong, midnightOf, overlaps, startOf } from "../../ui/event-times.ts";
import type { Gap } from "../../ui/free-times.ts";

/** What one passes on the way through a day, in its order. */
export type Stop =
  /** `at`: when it begins, or of one that goes on from the day before, when the day does. */
  | { type: "event"; id: string; at: Date; event: CalendarEvent; isPast: boolean }
  | { type: "free"; id: string; at: Date; gap: Gap }
  | { type: "now"; id: string; at: Date };

type Input = {
  events: readonly CalendarEvent[];
  /** Free time worth telling of. */
  gaps: readonly Gap[];
  day: string;
  now: Date;
};

const rank = { event: 0, free: 2, now: 1 };

export function stopsOf({ events, gaps, day, now }: Input): Stop[] {
  const [from, to] = [midnightOf(day), midnightOf(addDays(day, 1))];
  const stops: Stop[] = events
    .filter((event) => !isLong(event) && overlaps(event, from, to))
    .map((event) => ({
      type: "event",
      id: event.id,
      at: new Date(Math.max(startOf(event).getTime(), from.getTime())),
      event,
      isPast: endOf(event) <= now,
    }));
  const free = gaps
    .filter(({ start }) => start >= from && start < to)
    .map((gap): Stop => ({ type: "free", id: `free:${gap.start.getTime()}`, at: gap.start, gap }));
  const here: Stop[] = now >= from && now < to ? [{ type: "now", id: "now", at: now }] : [];
  return [...stops, ...free, ...here].toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || rank[a.type] - rank[b.type],
  );
}

/** What lasts all of a day. */
export const longOn = (events: readonly CalendarEvent[], day: string): CalendarEvent[] =>
  events.filter((event) => isLong(event) && overlaps(event, midnightOf(day), midnightOf(addDays(day, 1))));

/** What comes next that has an hour. */
export const nextOf = (events: readonly CalendarEvent[], now: Date): CalendarEvent | undefined =>
  events
    .filter((event) => !isLong(event) && startOf(event) > now)
    .toSorted((a, b) => startOf(a).getTime() - startOf(b).getTime())[0];
