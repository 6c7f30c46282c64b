import { lazy, Match, Show, Suspense, Switch } from "solid-js";
import { explain } from "../../api/errors.ts";
import { NotYet } from "../../ui/not-yet.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { CalendarList } from "./calendar-list.tsx";
import { CalendarHeader } from "./header.tsx";
import { Hours } from "./hours.tsx";
import type { CalendarModel } from "./model.ts";
import { NoCalendar } from "./no-calendar.tsx";
import { QuickEvent } from "./quick-event.tsx";

// Nobody waits for it before the days stand.
const Panel = lazy(() => import("./panel.tsx"));

export function CalendarView(props: { model: CalendarModel }) {
  const { model } = props;
  return (
    <div class="calendar-page flex min-w-0">
      <div class={`flex min-w-0 flex-1 flex-col ${model.isOpen() ? "max-lg:hidden" : ""}`}>
        <Switch>
          <Match when={model.error() || !model.isReady()}>
            <div class="p-5">
              <h1 class="sr-only">Calendar</h1>
              <NotYet
                error={model.error()}
                explain={explain}
                problem="The calendar could not be loaded"
                retry={model.retry}
                rows={8}
              />
            </div>
          </Match>
          <Match when={model.calendars().length === 0}>
            <NoCalendar />
          </Match>
          <Match when={model.calendars().length > 0}>
            <div class="flex flex-col gap-3 px-3 pt-3 pb-3 sm:px-6 md:pt-6">
              <CalendarHeader model={model} />
              <Show when={model.writable().length > 0}>
                <QuickEvent model={model} />
              </Show>
            </div>
            <div class="flex min-h-0 flex-1">
              <Hours model={model} />
              <aside
                aria-label="Calendars"
                class="hidden w-56 flex-none overflow-y-auto border-t border-l border-line px-4 py-4 xl:block"
                classList={{ "xl:!hidden 2xl:!block": model.isOpen() }}
              >
                <h2 class="sign pb-2 text-ink-2">Calendars</h2>
                <CalendarList model={model} />
              </aside>
            </div>
          </Match>
        </Switch>
      </div>
      <Show when={model.isOpen()}>
        <aside
          aria-label="Event"
          class="w-full flex-none overflow-y-auto bg-sheet lg:w-[25rem] lg:border-l lg:border-line"
        >
          <h1 class="sr-only lg:hidden">Calendar</h1>
          <Suspense
            fallback={
              <div class="p-5">
                <RowsSkeleton rows={4} />
              </div>
            }
          >
            <Panel model={model} />
          </Suspense>
        </aside>
      </Show>
    </div>
  );
}
