import { Show } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { clockOf, endOf, startOf, whenOf } from "../../ui/event-times.ts";
import { titleOf } from "../../ui/event-words.ts";
import { now } from "../../ui/now.ts";
import type { Edge } from "./drawn.ts";
import type { CalendarModel } from "./model.ts";

/** Room for a second line, in minutes. */
const TWO_LINES = 45;

/**
 * An event among the hours or above them: press it to open it, draw it to move it, draw its end to make it longer.
 * `isEnd`: it ends here, and does not go on in the next day.
 */
export function EventButton(props: {
  event: CalendarEvent;
  model: CalendarModel;
  isLong?: boolean;
  isEnd?: boolean;
}) {
  const { model } = props;
  const isDrawable = () => !props.isLong && model.canWrite(props.event);
  const draw = (event: PointerEvent, edge: Edge) => {
    if (!isDrawable()) return;
    event.stopPropagation();
    model.drag.begin(event, props.event, edge);
  };
  /** While a finger has lifted it, the finger does not scroll. The browser asks for it at the start of the touch. */
  const holdStill = {
    passive: false,
    handleEvent: (event: TouchEvent) => {
      if (model.drag.event() && event.cancelable) event.preventDefault();
    },
  };
  return (
    <button
      type="button"
      class="calendar-event"
      style={{ "--event": model.colorOf(props.event.calendarId) }}
      data-event-id={props.event.id}
      data-quiet={props.event.isFree || props.event.status === "tentative" ? "" : undefined}
      data-drawn={model.drag.event()?.id === props.event.id ? "" : undefined}
      aria-current={model.opened.id() === props.event.id ? "true" : undefined}
      title={`${titleOf(props.event)}\n${whenOf(props.event, now())}`}
      onClick={() => model.open(props.event.id)}
      onPointerDown={(event) => draw(event, "move")}
      on:touchmove={holdStill}
    >
      <Words event={props.event} isLong={props.isLong ?? false} />
      <span class="sr-only">
        , {whenOf(props.event, now())}, {model.calendarOf(props.event.calendarId)?.name}
        {props.event.status === "tentative" ? ", tentative" : ""}
      </span>
      <Show when={isDrawable() && props.isEnd}>
        <span class="calendar-edge" onPointerDown={(event) => draw(event, "end")} />
      </Show>
    </button>
  );
}

/** An event that is being drawn, where it would stand. */
export function DrawnEvent(props: { event: CalendarEvent; model: CalendarModel }) {
  return (
    <div
      class="calendar-event"
      style={{ "--event": props.model.colorOf(props.event.calendarId) }}
      data-lifted
    >
      <Words event={props.event} isLong={false} />
    </div>
  );
}

function Words(props: { event: CalendarEvent; isLong: boolean }) {
  const minutes = () => (endOf(props.event).getTime() - startOf(props.event).getTime()) / 60_000;
  const hasTwoLines = () => !props.isLong && minutes() >= TWO_LINES;
  return (
    <>
      <span class={`font-semibold ${hasTwoLines() ? "" : "truncate"}`}>
        {titleOf(props.event)}
        <Show when={!props.isLong && !hasTwoLines()}>
          <span class="font-normal text-ink-2"> {clockOf(startOf(props.event))}</span>
        </Show>
      </span>
      <Show when={hasTwoLines()}>
        <span class="truncate text-ink-2">
          {clockOf(startOf(props.event))} – {clockOf(endOf(props.event))}
          {props.event.location === "" ? "" : ` · ${props.event.location}`}
        </span>
      </Show>
    </>
  );
}
