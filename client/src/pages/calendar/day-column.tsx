import { createMemo, Show } from "solid-js";
import { addDays, endOf, midnightOf, minutesOn, wordsOfDay } from "../../ui/event-times.ts";
import { keyOf } from "../../api/pending-events.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { now } from "../../ui/now.ts";
import { DrawnEvent, EventButton } from "./event-button.tsx";
import { layDay, type Placed } from "./layout.ts";
import type { CalendarModel } from "./model.ts";

const DAY_MINUTES = 24 * 60;
const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;
const styleOf = ({ from, to, column, columns, width }: Placed) => ({
  top: percent(from, DAY_MINUTES),
  height: percent(to - from, DAY_MINUTES),
  left: percent(column, columns),
  width: percent(width, columns),
});

/** The hours of one day. A press where nothing stands begins an event there, at the half hour before it. */
export function DayColumn(props: { day: string; model: CalendarModel }) {
  const placed = createMemo(() => layDay(props.model.events(), props.day));
  // What is drawn lies over the others, which so hold still, and so does the event itself, which has the finger.
  const drawn = createMemo(() => {
    const event = props.model.drag.event();
    return event && layDay([event], props.day)[0];
  });
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
          <li class="calendar-slot" style={styleOf(each())}>
            <EventButton
              event={each().event}
              model={props.model}
              isEnd={endOf(each().event) <= midnightOf(addDays(props.day, 1))}
            />
          </li>
        )}
      </Keyed>
      <Show when={drawn()}>
        {(each) => (
          <li class="calendar-slot z-10" style={styleOf(each())} aria-hidden="true">
            <DrawnEvent event={each().event} model={props.model} />
          </li>
        )}
      </Show>
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
