import { useSearchParams } from "@solidjs/router";
import { createEffect, createMemo, createSignal } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { chooseForCalendar, takersOf } from "../../actions/calendar-choices.ts";
import { api } from "../../api/options.ts";
import { isUnnamed, withAllPending } from "../../api/pending-events.ts";
import { createQuery } from "../../api/query.ts";
import { colorsOf } from "../../ui/calendar-colors.ts";
import { toDateField } from "../../ui/date-fields.ts";
import { addDays, midnightOf, overlaps, startOf } from "../../ui/event-times.ts";
import { createMedia } from "../../ui/media.ts";
import { now } from "../../ui/now.ts";
import { daysFrom, readDay, spanOf } from "./days.ts";
import { draftAt } from "./drafts.ts";
import type { Drag } from "./drag.ts";
import { createPanel } from "./panel-model.ts";

/** As many as calendar.events gives. */
const MOST_EVENTS = 2_500;

export function createCalendarModel() {
  const [search, setSearch] = useSearchParams<{ week?: string; event?: string; new?: string }>();
  const isWide = createMedia("(width >= 48rem)");
  const today = createMemo(() => toDateField(now()));
  const days = createMemo(() => daysFrom(readDay(search.week) ?? today(), isWide()), undefined, {
    equals: (a, b) => a.join() === b.join(),
  });
  const goTo = (week: string) => setSearch({ week }, { scroll: false });

  const calendars = createQuery(() => api.calendar.list.queryOptions());
  const answer = createQuery(() => ({
    ...api.calendar.events.queryOptions({ ...spanOf(days()), limit: MOST_EVENTS }),
    keepPrevious: true,
  }));
  const list = createMemo(() => calendars.data()?.items ?? []);
  const writable = createMemo(() => takersOf(list()));
  const calendarOf = (id: string) => list().find((calendar) => calendar.id === id);
  const colors = createMemo(() => colorsOf(list()));
  const colorOf = (calendarId: string) => colors().get(calendarId) ?? "var(--calendar-1)";

  const isHidden = (calendarId: string) => calendarOf(calendarId)?.isShown === false;
  const settled = createMemo(() =>
    withAllPending(answer.data()?.items ?? []).filter(
      ({ calendarId, status }) => status !== "cancelled" && !isHidden(calendarId),
    ),
  );
  const inSight = createMemo(() => {
    const [from, to] = [midnightOf(days()[0] ?? ""), midnightOf(addDays(days().at(-1) ?? "", 1))];
    return settled()
      .filter((event) => overlaps(event, from, to))
      .toSorted((a, b) => startOf(a).getTime() - startOf(b).getTime());
  });

  const panel = createPanel({
    address: search,
    goTo: (address, options) => setSearch({ ...address, week: days()[0] }, { scroll: false, ...options }),
    events: settled,
    writable,
  });
  // A link to an event says no week: it is shown in its own.
  createEffect(() => {
    const event = panel.opened.event();
    if (event && readDay(search.week) === undefined)
      setSearch({ week: toDateField(startOf(event)) }, { replace: true, scroll: false });
  });

  const [drag, setDrag] = createSignal<Drag>();
  const beginAt = (day: string, minutes: number, title?: string) => panel.begin(draftAt(day, minutes, title));

  return {
    ...panel,
    days,
    today,
    isWide,
    step: (by: 1 | -1) => goTo(addDays(days()[0] ?? today(), by * days().length)),
    goToday: () => goTo(today()),
    calendars: list,
    writable,
    calendarOf,
    canWrite: ({ id, calendarId }: Pick<CalendarEvent, "id" | "calendarId">) =>
      !isUnnamed(id) && calendarOf(calendarId)?.isWritable === true,
    colorOf,
    choose: chooseForCalendar,
    events: settled,
    inSight,
    isReady: createMemo(() => calendars.data() !== undefined && answer.data() !== undefined),
    /** The days are asked for; until the answer is there, those before them stand there. */
    isReading: answer.isFetching,
    error: createMemo(
      () =>
        (calendars.data() ? undefined : calendars.error()) ?? (answer.data() ? undefined : answer.error()),
    ),
    retry: () => [calendars, answer].forEach((query) => query.refetch()),
    drag: {
      /** The event as it would be, while it is drawn. */
      event: () => drag()?.event(),
      begin: (...pressed: Parameters<Drag["begin"]>) => drag()?.begin(...pressed),
      /** What follows the pointer comes behind the first paint. */
      equip: (drag: Drag) => setDrag(drag),
    },
    beginAt,
    /** Today in an hour, or in the morning of the first day that stands there. */
    beginSoon: (title?: string) =>
      days().includes(today())
        ? beginAt(today(), (now().getHours() + 1) * 60, title)
        : beginAt(days()[0] ?? today(), 9 * 60, title),
  };
}
export type CalendarModel = ReturnType<typeof createCalendarModel>;
