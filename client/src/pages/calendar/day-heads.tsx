import { createMemo, For } from "solid-js";
import { addDays, midnightOf, wordsOfDay } from "../../ui/event-times.ts";
import { keyOf } from "../../api/pending-events.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { EventButton } from "./event-button.tsx";
import { layBanners } from "./layout.ts";
import type { CalendarModel } from "./model.ts";

const weekday = new Intl.DateTimeFormat("en", { weekday: "short" });

/** The names of the days. A press on one begins an event that lasts all of it. */
export function DayHeads(props: { model: CalendarModel }) {
  const { model } = props;
  return (
    <div class="calendar-row" data-days={model.days().length}>
      <span />
      <For each={model.days()}>
        {(day) => (
          <h2
            class="flex items-center justify-center gap-1.5 py-1.5 text-ink-2"
            aria-current={day === model.today() ? "date" : undefined}
          >
            <span class="sr-only">{wordsOfDay(day)}</span>
            <span class="sign" aria-hidden="true">
              {weekday.format(midnightOf(day))}
            </span>
            <span
              aria-hidden="true"
              class={
                day === model.today()
                  ? "grid h-6 min-w-6 place-items-center rounded-full bg-brass-soft px-1 font-semibold text-brass"
                  : "grid h-6 place-items-center"
              }
            >
              {midnightOf(day).getDate()}
            </span>
          </h2>
        )}
      </For>
    </div>
  );
}

/** What lasts a day or more. Its row stands there when it is empty, so that nothing moves when something comes. */
export function LongEvents(props: { model: CalendarModel }) {
  const { model } = props;
  const banners = createMemo(() => layBanners(model.events(), model.days()));
  const begin = (event: MouseEvent & { currentTarget: HTMLElement }) => {
    if (event.target !== event.currentTarget) return;
    const columns = [...document.querySelectorAll("[data-day]")];
    const index = columns.findIndex((column) => column.getBoundingClientRect().right > event.clientX);
    const day = model.days()[index];
    if (day !== undefined) model.begin({ title: "", start: day, end: addDays(day, 1), allDay: true });
  };
  return (
    <ul
      aria-label="All day"
      class="calendar-row calendar-long"
      data-days={model.days().length}
      onClick={begin}
    >
      <Keyed each={banners()} by={(banner) => keyOf(banner.event)}>
        {(banner) => (
          <li
            class="min-w-0 px-px"
            style={{
              "grid-column": `${banner().first + 2} / span ${banner().days}`,
              "grid-row": `${banner().row + 1}`,
            }}
          >
            <EventButton event={banner().event} model={model} isLong />
          </li>
        )}
      </Keyed>
    </ul>
  );
}
