import { createMemo } from "solid-js";
import { api } from "../../api/options.ts";
import { withAllPending } from "../../api/pending-events.ts";
import { createQuery } from "../../api/query.ts";
import { colorsOf } from "../../ui/calendar-colors.ts";
import { toDateField } from "../../ui/date-fields.ts";
import { addDays, midnightOf } from "../../ui/event-times.ts";
import { daytimeOf } from "../../ui/free-times.ts";
import { now } from "../../ui/now.ts";
import { longOn, nextOf, stopsOf } from "./day-stops.ts";

/** Free time is worth telling of from so many minutes on. */
const LEAST_FREE = 30;

/** Today and tomorrow, as the calendars have them. */
export function createDays() {
  const today = createMemo(() => toDateField(now()));
  const span = createMemo(() => ({
    from: midnightOf(today()).toISOString(),
    to: midnightOf(addDays(today(), 2)).toISOString(),
  }));
  const calendars = createQuery(() => api.calendar.list.queryOptions());
  const hasCalendar = createMemo(() => (calendars.data()?.items.length ?? 0) > 0);
  // Not only once there is a calendar: the answers would come one after the other.
  const answer = createQuery(() => ({ ...api.calendar.events.queryOptions(span()), keepPrevious: true }));
  const free = createQuery(() => ({
    ...api.calendar.freeTime.queryOptions({ ...span(), minutes: LEAST_FREE }),
    keepPrevious: true,
  }));

  const colors = createMemo(() => colorsOf(calendars.data()?.items ?? []));
  const events = createMemo(() =>
    withAllPending(answer.data()?.items ?? []).filter(({ status }) => status !== "cancelled"),
  );
  const gaps = createMemo(() =>
    daytimeOf(
      (free.data()?.items ?? []).map(({ start, end }) => ({ start: new Date(start), end: new Date(end) })),
      now(),
      LEAST_FREE,
    ),
  );
  const all = [calendars, answer, free];
  const stopsOn = (day: string) => stopsOf({ events: events(), gaps: gaps(), day, now: now() });

  return {
    isReady: createMemo(() => all.every((query) => query.data() !== undefined || query.error())),
    error: createMemo(() => all.find((query) => query.error() && !query.data())?.error()),
    retry: () => all.forEach((query) => query.refetch()),
    hasCalendar,
    colorOf: (calendarId: string) => colors().get(calendarId) ?? "var(--calendar-1)",
    next: createMemo(() => nextOf(events(), now())),
    days: createMemo(() =>
      [today(), addDays(today(), 1)].map((day) => ({
        day,
        long: longOn(events(), day),
        stops: stopsOn(day),
      })),
    ),
  };
}
export type DaysModel = ReturnType<typeof createDays>;
