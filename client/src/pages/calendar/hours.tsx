import { createEffect, createMemo, createSignal, For, on } from "solid-js";
import { minutesOn } from "../../ui/event-times.ts";
import { now } from "../../ui/now.ts";
import { DayColumn } from "./day-column.tsx";
import { DayHeads, LongEvents } from "./day-heads.tsx";
import { focusEvent } from "./focus.ts";
import type { CalendarModel } from "./model.ts";
import { createSwipe } from "./swipe.ts";

const HOURS = Array.from({ length: 23 }, (_, index) => index + 1);
/** What one first sees of a day that is not today, with its hour above it, and before the present on today. In hours. */
const MORNING = 6.75;
const BEFORE_NOW = 1.5;

/** The days side by side: their names, what lasts a day or more, and the hours, which alone scroll. */
export function Hours(props: { model: CalendarModel }) {
  const { model } = props;
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  const swipe = createSwipe(model.step, () => model.drag.event() !== undefined);

  const showDaytime = (box: HTMLElement) => {
    const hour = model.days().includes(model.today())
      ? minutesOn(model.today(), now()) / 60 - BEFORE_NOW
      : MORNING;
    box.scrollTop = (Math.min(hour, MORNING + 6) / 24) * box.scrollHeight;
  };
  // Once, and on a phone only when the panel of an event that was led to has gone.
  let isShown = false;
  createEffect(() => {
    const box = scroller();
    if (isShown || model.isOpen() === undefined || !box?.clientHeight) return;
    isShown = true;
    showDaytime(box);
  });
  // What had the focus has gone with the panel: it goes back to what the panel was of.
  createEffect(
    on([model.isOpen, model.opened.id], ([isOpen], before) => {
      if (before?.[0] && !isOpen && document.activeElement === document.body) focusEvent(before[1]);
    }),
  );
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

  const days = createMemo(() => model.days().length);
  return (
    <section
      aria-label="Days"
      aria-busy={model.isReading()}
      class="calendar-days"
      onTouchStart={swipe.begin}
      onTouchEnd={swipe.end}
    >
      <DayHeads model={model} />
      <LongEvents model={model} />
      <div
        ref={setScroller}
        role="group"
        aria-label="Hours"
        tabindex="0"
        data-hours
        class="calendar-hours calendar-row"
        data-days={days()}
      >
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
    </section>
  );
}
