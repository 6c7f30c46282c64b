import { A } from "@solidjs/router";
import CalendarPlus from "lucide-solid/icons/calendar-plus";
import { For, Match, Switch } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { createEvent } from "../../actions/calendar.ts";
import { takersOf } from "../../actions/calendar-choices.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { whenOf } from "../../ui/event-times.ts";
import { offersOf, type Gap } from "../../ui/free-times.ts";
import { now } from "../../ui/now.ts";
import { WidePopover } from "../../ui/wide-popover.tsx";

const MINUTES = 60;
const OFFERS = 3;
const AHEAD_MS = 14 * 24 * 60 * 60_000;

/** Puts an hour for the task into the calendar. */
export function BlockTime(props: { task: Task }) {
  return (
    <WidePopover
      words="Block time for this task"
      icon={<CalendarPlus size={16} aria-hidden="true" />}
      class="w-72 p-1.5"
    >
      {(close) => (
        <Offers
          choose={({ start, end }, calendarId) => {
            close();
            void createEvent({
              title: props.task.title,
              description: `${location.origin}/tasks/${props.task.id}`,
              start: start.toISOString(),
              end: end.toISOString(),
              allDay: false,
              calendarId,
            });
          }}
        />
      )}
    </WidePopover>
  );
}

/** The next free hours. */
function Offers(props: { choose: (time: Gap, calendarId: string) => void }) {
  const from = now();
  const span = { from: from.toISOString(), to: new Date(from.getTime() + AHEAD_MS).toISOString() };
  const calendars = createQuery(() => api.calendar.list.queryOptions());
  const free = createQuery(() => api.calendar.freeTime.queryOptions({ ...span, minutes: MINUTES }));
  const offers = () =>
    offersOf(
      (free.data()?.items ?? []).map(({ start, end }) => ({ start: new Date(start), end: new Date(end) })),
      from,
      { minutes: MINUTES, count: OFFERS },
    );
  const taker = () => takersOf(calendars.data()?.items ?? [])[0];
  const failure = () => calendars.error() ?? free.error();
  return (
    <Switch fallback={<p class="px-2.5 py-2 text-sm text-ink-3">Looking for a free hour …</p>}>
      <Match when={failure()}>
        {(error) => <p class="px-2.5 py-2 text-sm text-danger">{explain(error())}</p>}
      </Match>
      <Match when={calendars.data() && !taker()}>
        <p class="px-2.5 py-2 text-sm text-ink-2">
          No calendar takes events.{" "}
          <A href="/integrations/calendar" class="font-medium text-brass hover:underline">
            Set one up
          </A>
        </p>
      </Match>
      <Match when={free.data() && offers().length === 0}>
        <p class="px-2.5 py-2 text-sm text-ink-2">No hour is free within two weeks.</p>
      </Match>
      <Match when={free.data() && taker()}>
        {(calendar) => (
          <ul>
            <For each={offers()}>
              {(offer, index) => (
                <li>
                  <button
                    type="button"
                    class="button w-full !justify-start !px-2.5"
                    data-kind="quiet"
                    data-autofocus={index() === 0 ? "" : undefined}
                    onClick={() => props.choose(offer, calendar().id)}
                  >
                    {whenOf(
                      { start: offer.start.toISOString(), end: offer.end.toISOString(), allDay: false },
                      from,
                    )}
                  </button>
                </li>
              )}
            </For>
          </ul>
        )}
      </Match>
    </Switch>
  );
}
