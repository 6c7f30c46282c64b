import { createMemo, createSignal, For, lazy, Show, Suspense } from "solid-js";
import { midnightOf, wordsOfDay } from "../../ui/event-times.ts";
import { keyOf } from "../../api/pending-events.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { draftOn } from "./drafts.ts";
import { EventButton } from "./event-button.tsx";
import { layBanners } from "./layout.ts";
import type { CalendarModel } from "./model.ts";

const DayList = lazy(() => import("./day-list.tsx"));
const weekday = new Intl.DateTimeFormat("en", { weekday: "short" });

/** The names of the days. A press on one lists its events, each as broad as a finger wants it. */
export function DayHeads(props: { model: CalendarModel }) {
  const { model } = props;
  const [listed, setListed] = createSignal<string>();
  return (
    <div class="calendar-row calendar-top" data-days={model.days().length}>
      <span />
      <For each={model.days()}>
        {(day) => (
          <h2 aria-current={day === model.today() ? "date" : undefined}>
            <button
              type="button"
              class="flex w-full items-center justify-center gap-1.5 py-1.5 text-ink-2 hover:bg-hover pointer-coarse:min-h-11"
              aria-haspopup="dialog"
              onClick={() => setListed(day)}
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
            </button>
          </h2>
        )}
      </For>
      <Show when={listed()}>
        {(day) => (
          <Suspense>
            <DayList day={day()} model={model} onClosed={() => setListed(undefined)} />
          </Suspense>
        )}
      </Show>
    </div>
  );
}

/** What lasts a day or more. Its row stands there when it is empty, so that nothing moves when something comes. */
export function LongEvents(props: { model: CalendarModel }) {
  const { model } = props;
  const banners = createMemo(() => layBanners(model.events(), model.days()));
  const begin = (event: MouseEvent & { currentTarget: HTMLElement }) => {
    if (event.target !== event.currentTarget) return;
    const columns = [...document.querySelectorAll("[data-day]")].map((each) => each.getBoundingClientRect());
    const index = columns.findIndex(({ left, right }) => left <= event.clientX && event.clientX < right);
    const day = model.days()[index];
    if (day !== undefined) model.begin(draftOn(day));
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
