import { createSignal, onCleanup } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { toDateField } from "../../ui/date-fields.ts";
import { daysBetween, startOf } from "../../ui/event-times.ts";
import { drawn, type Edge } from "./drawn.ts";
import { pullOf } from "./pull.ts";

/** Less of a way is a press; of a finger it scrolls. In px. */
const LEAST_WAY = { mouse: 4, touch: 10 };
/** A finger that rests so long, in ms, lifts what is under it. */
const LIFT_MS = 400;
const DAY_MINUTES = 24 * 60;

/** The day under the pointer, and how high its column is, in px. */
function columnAt(x: number): { day: string; height: number } {
  const columns = [...document.querySelectorAll<HTMLElement>("[data-day]")];
  const column = columns.find((each) => each.getBoundingClientRect().right > x) ?? columns.at(-1);
  return { day: column?.dataset["day"] ?? "", height: column?.clientHeight ?? 1 };
}

const isSameTime = (a?: CalendarEvent, b?: CalendarEvent) => a?.start === b?.start && a?.end === b?.end;

/**
 * Draws an event over the hours: with a mouse or a pen at once, with a finger once it has rested on the event. The
 * window listens, as the pointer leaves what was pressed.
 */
export function createDrag(commit: (event: CalendarEvent, time: CalendarEvent) => void) {
  /** The event as it would be, while it is lifted. */
  const [event, setEvent] = createSignal<CalendarEvent | undefined>(undefined, { equals: isSameTime });
  let stop: (() => void) | undefined;
  onCleanup(() => stop?.());

  function begin(pressed: PointerEvent, original: CalendarEvent, edge: Edge): void {
    if (pressed.button !== 0 || !pressed.isPrimary) return;
    stop?.();
    const isTouch = pressed.pointerType === "touch";
    const scroller = document.querySelector("[data-hours]");
    const from = columnAt(pressed.clientX);
    const grabbed = Math.max(0, daysBetween(toDateField(startOf(original)), from.day));
    const scrolled = scroller?.scrollTop ?? 0;
    let at = { x: pressed.clientX, y: pressed.clientY };
    const listeners = new AbortController();
    let isOver = false;
    let frame = 0;

    const follow = () => {
      const down = at.y - pressed.clientY + (scroller?.scrollTop ?? 0) - scrolled;
      const minutes = (down / from.height) * DAY_MINUTES;
      setEvent(drawn(original, edge, { days: daysBetween(from.day, columnAt(at.x).day), minutes, grabbed }));
    };
    /** Scrolls on while the pointer rests at an edge that it was drawn to. */
    const scrollOn = (last: number) => (time: number) => {
      const way = scroller ? pullOf(at.y, pressed.clientY, scroller.getBoundingClientRect()) : 0;
      if (way !== 0) {
        scroller?.scrollBy(0, way * (time - last));
        follow();
      }
      frame = requestAnimationFrame(scrollOn(time));
    };
    const lift = () => {
      setEvent(original);
      frame = requestAnimationFrame(scrollOn(performance.now()));
    };
    const lay = () => {
      cancelAnimationFrame(frame);
      setEvent(undefined);
    };
    const resting = isTouch ? setTimeout(lift, LIFT_MS) : undefined;
    stop = () => {
      clearTimeout(resting);
      listeners.abort();
      lay();
    };

    const onMove = ({ pointerId, clientX, clientY }: PointerEvent) => {
      if (pointerId !== pressed.pointerId || isOver) return;
      at = { x: clientX, y: clientY };
      const way = Math.hypot(clientX - pressed.clientX, clientY - pressed.clientY);
      if (!event()) {
        if (way < (isTouch ? LEAST_WAY.touch : LEAST_WAY.mouse)) return;
        if (isTouch) return stop?.();
        lift();
      }
      follow();
    };
    const onUp = ({ pointerId }: PointerEvent) => {
      if (pointerId !== pressed.pointerId) return;
      const changed = event();
      // The press that follows belongs to the drag: it opens nothing.
      if (changed || isOver) swallowClick();
      stop?.();
      if (changed && !isSameTime(changed, original)) commit(original, changed);
    };
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== "Escape" || !event()) return;
      key.preventDefault();
      isOver = true;
      lay();
    };
    const { signal } = listeners;
    addEventListener("pointermove", onMove, { signal });
    addEventListener("pointerup", onUp, { signal });
    addEventListener("pointercancel", () => stop?.(), { signal });
    addEventListener("keydown", onKey, { capture: true, signal });
    // A finger that rests would else be asked what it wants, and lose what it has lifted.
    if (isTouch) addEventListener("contextmenu", (menu) => menu.preventDefault(), { signal });
  }

  return { event, begin };
}
export type Drag = ReturnType<typeof createDrag>;

function swallowClick(): void {
  const swallow = (click: Event) => {
    click.stopPropagation();
    click.preventDefault();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }));
}
