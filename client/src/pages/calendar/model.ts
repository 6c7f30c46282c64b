import { useSearchParams } from "@solidjs/router";
import { createEffect, createMemo, createSignal } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { changeEvent, createEvent, moveEvent, removeEvent, type EventTexts } from "../../actions/calendar.ts";
import { chooseForCalendar } from "../../actions/calendar-choices.ts";
import { api } from "../../api/options.ts";
import { isUnnamed, withAllPending } from "../../api/pending-events.ts";
import { createQuery } from "../../api/query.ts";
import { colorsOf } from "../../ui/calendar-colors.ts";
import { toDateField } from "../../ui/date-fields.ts";
import { addDays, midnightOf, momentOn, overlaps, startOf } from "../../ui/event-times.ts";
import { createMedia } from "../../ui/media.ts";
import { now } from "../../ui/now.ts";
import { daysFrom, readDay, spanOf } from "./days.ts";
import { createDrag } from "./drag.ts";
import { createOpened } from "./opened.ts";

/** As many as calendar.events gives. */
const MOST_EVENTS = 2_500;

/** What stands in the form of a new event before the person has written anything. */
export type Draft = { title: string; start: string; end: string; allDay: boolean };

export function createCalendarModel() {
  const [search, setSearch] = useSearchParams<{ week?: string; event?: string }>();
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
  const writable = createMemo(() => list().filter((calendar) => calendar.isWritable));
  const calendarOf = (id: string) => list().find((calendar) => calendar.id === id);
  const colors = createMemo(() => colorsOf(list()));
  /** A new event stands in the first one that takes it, until the server says which that is. */
  const colorOf = (calendarId: string) =>
    colors().get(calendarId) ?? colors().get(writable()[0]?.id ?? "") ?? "var(--calendar-1)";

  const isHidden = (calendarId: string) => calendarOf(calendarId)?.isShown === false;
  const settled = createMemo(() =>
    withAllPending(answer.data()?.items ?? []).filter(
      ({ calendarId, status }) => status !== "cancelled" && !isHidden(calendarId),
    ),
  );
  const drag = createDrag(moveEvent);
  const events = createMemo(() => {
    const dragged = drag.event();
    return dragged ? settled().map((event) => (event.id === dragged.id ? dragged : event)) : settled();
  });
  const inSight = createMemo(() => {
    const [from, to] = [midnightOf(days()[0] ?? ""), midnightOf(addDays(days().at(-1) ?? "", 1))];
    return settled()
      .filter((event) => overlaps(event, from, to))
      .toSorted((a, b) => startOf(a).getTime() - startOf(b).getTime());
  });

  const opened = createOpened(() => search.event, settled);
  const [draft, setDraft] = createSignal<Draft>();
  const open = (event: string | undefined) => {
    if (event !== undefined && isUnnamed(event)) return;
    setDraft(undefined);
    setSearch({ event, week: days()[0] }, { scroll: false });
  };
  // A link to an event says no week: it is shown in its own.
  createEffect(() => {
    const event = opened.event();
    if (event && readDay(search.week) === undefined)
      setSearch({ week: toDateField(startOf(event)) }, { replace: true, scroll: false });
  });

  const canWrite = ({ id, calendarId }: Pick<CalendarEvent, "id" | "calendarId">) =>
    !isUnnamed(id) && calendarOf(calendarId)?.isWritable === true;
  const begin = (texts: Draft) => {
    if (writable().length === 0) return;
    setSearch({ event: undefined, week: days()[0] }, { scroll: false });
    setDraft(texts);
  };
  /** An hour from then on. */
  const beginAt = (day: string, minutes: number, title = "") =>
    begin({
      title,
      start: momentOn(day, minutes).toISOString(),
      end: momentOn(day, minutes + 60).toISOString(),
      allDay: false,
    });

  return {
    days,
    today,
    isWide,
    step: (by: 1 | -1) => goTo(addDays(days()[0] ?? today(), by * days().length)),
    goToday: () => goTo(today()),
    calendars: list,
    writable,
    calendarOf,
    canWrite,
    colorOf,
    choose: chooseForCalendar,
    events,
    inSight,
    isReady: createMemo(() => calendars.data() !== undefined && answer.data() !== undefined),
    error: createMemo(
      () =>
        (calendars.data() ? undefined : calendars.error()) ?? (answer.data() ? undefined : answer.error()),
    ),
    retry: () => [calendars, answer].forEach((query) => query.refetch()),
    drag,
    opened,
    open,
    close: () => open(undefined),
    draft,
    begin,
    beginAt,
    /** Today in an hour, or in the morning of the first day that stands there. */
    beginSoon: (title = "") =>
      days().includes(today())
        ? beginAt(today(), Math.min(now().getHours() + 1, 22) * 60, title)
        : beginAt(days()[0] ?? today(), 9 * 60, title),
    async create(texts: EventTexts): Promise<boolean> {
      setDraft(undefined);
      return createEvent(texts);
    },
    change: changeEvent,
    remove: removeEvent,
  };
}
export type CalendarModel = ReturnType<typeof createCalendarModel>;
