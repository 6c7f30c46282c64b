import { createMemo, Show } from "solid-js";
import { minutesOn, wordsOfDay } from "../../ui/event-times.ts";
import { keyOf } from "../../api/pending-events.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { now } from "../../ui/now.ts";
import { EventButton } from "./event-button.tsx";
import { layDay } from "./layout.ts";
import type { CalendarModel } from "./model.ts";

const DAY_MINUTES = 24 * 60;
const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;

/** The hours of one day. A press where nothing stands begins an event there, at the half hour before it. */
export function DayColumn(props: { day: string; model: CalendarModel }) {
  const placed = createMemo(() => layDay(props.model.events(), props.day));
  const begin = (event: MouseEvent & { currentTarget: HTMLElement }) => {
    if (event.target !== event.currentTarget) return;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const minutes = ((event.clientY - top) / height) * DAY_MINUTES;
    props.model.beginAt(props.day, Math.max(0, Math.floor(minutes / 30) * 30));
  };
  const isToday = () => props.day === props.model.today();
  return (
    <ul
      aria-label={wordsOfDay(props.day)}
      class="calendar-day"
      data-day={props.day}
      data-today={isToday() ? "" : undefined}
      onClick={begin}
    >
      <Keyed each={placed()} by={(each) => keyOf(each.event)}>
        {(each) => (
          <li
            class="calendar-slot"
            style={{
              top: percent(each().from, DAY_MINUTES),
              height: percent(each().to - each().from, DAY_MINUTES),
              left: percent(each().column, each().columns),
              width: percent(each().width, each().columns),
            }}
          >
            <EventButton event={each().event} model={props.model} />
          </li>
        )}
      </Keyed>
      <Show when={isToday()}>
        <li
          aria-hidden="true"
          class="calendar-now"
          style={{ top: percent(minutesOn(props.day, now()), DAY_MINUTES) }}
        />
      </Show>
    </ul>
  );
}
