import { createSignal, onCleanup } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { addDays, endOf, momentOn, startOf } from "../../ui/event-times.ts";
import { toDateField } from "../../ui/date-fields.ts";

/** Less of a way is a press. In px. */
const LEAST_WAY = 4;
const SNAP_MINUTES = 15;
const DAY_MINUTES = 24 * 60;

type Edge = "move" | "end";
type Way = { days: number; minutes: number };

const snap = (minutes: number) => Math.round(minutes / SNAP_MINUTES) * SNAP_MINUTES;
const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));

/** The event after it was drawn so far: moved as a whole with its length, or its end alone. */
export function drawn(event: CalendarEvent, edge: Edge, { days, minutes }: Way): CalendarEvent {
  const [start, end] = [startOf(event), endOf(event)];
  const minuteOf = start.getHours() * 60 + start.getMinutes();
  const length = end.getTime() - start.getTime();
  if (edge === "end") {
    const stop = snap(minuteOf + length / 60_000 + minutes);
    const least = minuteOf + SNAP_MINUTES;
    return { ...event, end: momentOn(toDateField(start), Math.max(stop, least)).toISOString() };
  }
  const from = clamp(snap(minuteOf + minutes), 0, DAY_MINUTES - SNAP_MINUTES);
  const moved = momentOn(addDays(toDateField(start), days), from);
  return { ...event, start: moved.toISOString(), end: new Date(moved.getTime() + length).toISOString() };
}

/** The column of a day under the pointer, counted from the first, and its height in px. */
function columnsAt(x: number): { index: number; height: number } {
  const columns = [...document.querySelectorAll<HTMLElement>("[data-day]")];
  const index = columns.findIndex((column) => column.getBoundingClientRect().right > x);
  return {
    index: index < 0 ? columns.length - 1 : index,
    height: columns[0]?.getBoundingClientRect().height ?? 1,
  };
}

/**
 * Draws an event over the hours with a mouse or a pen; a finger scrolls. The window listens and not the event, whose
 * element is another one in another day.
 */
export function createDrag(commit: (event: CalendarEvent, time: CalendarEvent) => void) {
  const [event, setEvent] = createSignal<CalendarEvent>();
  let stop: (() => void) | undefined;
  onCleanup(() => stop?.());

  function begin(pressed: PointerEvent, original: CalendarEvent, edge: Edge): void {
    if (pressed.pointerType === "touch" || pressed.button !== 0) return;
    const scroller = document.querySelector("[data-hours]");
    const from = columnsAt(pressed.clientX);
    const scrolled = scroller?.scrollTop ?? 0;

    const onMove = ({ clientX, clientY }: PointerEvent) => {
      const far = Math.hypot(clientX - pressed.clientX, clientY - pressed.clientY) >= LEAST_WAY;
      if (!far && !event()) return;
      const down = clientY - pressed.clientY + (scroller?.scrollTop ?? 0) - scrolled;
      const minutes = (down / from.height) * DAY_MINUTES;
      setEvent(drawn(original, edge, { days: columnsAt(clientX).index - from.index, minutes }));
    };
    const onUp = () => {
      const changed = event();
      // The press that follows belongs to the drag: it opens nothing.
      if (changed) addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }));
      stop?.();
      if (changed && (changed.start !== original.start || changed.end !== original.end))
        commit(original, changed);
    };
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== "Escape") return;
      key.preventDefault();
      stop?.();
    };
    stop?.();
    stop = () => {
      removeEventListener("pointermove", onMove);
      removeEventListener("pointerup", onUp);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", onKey, { capture: true });
      setEvent(undefined);
    };
    const cancel = () => stop?.();
    addEventListener("pointermove", onMove);
    addEventListener("pointerup", onUp);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", onKey, { capture: true });
  }

  return { event, begin };
}

const swallow = (event: Event): void => {
  event.stopPropagation();
  event.preventDefault();
};
