import { createEffect, createMemo, createSignal, For, on, onMount } from "solid-js";
import { minutesOn } from "../../ui/event-times.ts";
import { now } from "../../ui/now.ts";
import { DayColumn } from "./day-column.tsx";
import { DayHeads, LongEvents } from "./day-heads.tsx";
import type { CalendarModel } from "./model.ts";

const HOURS = Array.from({ length: 23 }, (_, index) => index + 1);
/** What one first sees of a day that is not today, and before the present on today. In hours. */
const MORNING = 7;
const BEFORE_NOW = 1.5;
/** A finger that went so far, in px, and much more sideways than down, turns the page. */
const SWIPE = 60;

export function Hours(props: { model: CalendarModel }) {
  const { model } = props;
  const [scroller, setScroller] = createSignal<HTMLDivElement>();

  const showDaytime = () => {
    const box = scroller();
    if (!box) return;
    const hour = model.days().includes(model.today())
      ? minutesOn(model.today(), now()) / 60 - BEFORE_NOW
      : MORNING;
    const height = box.querySelector("[data-day]")?.clientHeight ?? 0;
    box.scrollTop = (Math.min(hour, MORNING + 6) / 24) * height;
  };
  onMount(showDaytime);
  // An event that was led to is in sight, whenever it takes place; a live change of it does not scroll.
  const openedId = createMemo(() => model.opened.event()?.id);
  createEffect(
    on(openedId, (id) => {
      if (id !== undefined)
        requestAnimationFrame(() =>
          scroller()
            ?.querySelector(`[data-event-id="${CSS.escape(id)}"]`)
            ?.scrollIntoView({ block: "nearest" }),
        );
    }),
  );

  let touched: { x: number; y: number } | undefined;
  const onTouchEnd = (event: TouchEvent) => {
    const end = event.changedTouches[0];
    if (!touched || !end) return;
    const [across, down] = [end.clientX - touched.x, end.clientY - touched.y];
    touched = undefined;
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) model.step(across < 0 ? 1 : -1);
  };
  const days = createMemo(() => model.days().length);

  return (
    <div
      ref={setScroller}
      role="region"
      aria-label="Days"
      tabindex="0"
      data-hours
      class="calendar-hours"
      onTouchStart={({ touches: [first, second] }) => {
        touched = first && !second ? { x: first.clientX, y: first.clientY } : undefined;
      }}
      onTouchEnd={onTouchEnd}
    >
      <div class="calendar-top">
        <DayHeads model={model} />
        <LongEvents model={model} />
      </div>
      <div class="calendar-row" data-days={days()}>
        <div class="relative" aria-hidden="true">
          <For each={HOURS}>
            {(hour) => (
              <span
                class="absolute right-2 -translate-y-1/2 text-[0.6875rem] text-ink-3"
                style={{ top: `${(hour / 24) * 100}%` }}
              >
                {String(hour).padStart(2, "0")}:00
              </span>
            )}
          </For>
        </div>
        <For each={model.days()}>{(day) => <DayColumn day={day} model={model} />}</For>
      </div>
    </div>
  );
}
