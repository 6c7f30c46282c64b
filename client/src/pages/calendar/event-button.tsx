import { Show } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { clockOf, endOf, startOf, whenOf } from "../../ui/event-times.ts";
import { now } from "../../ui/now.ts";
import type { CalendarModel } from "./model.ts";

/** Room for a second line, in minutes. */
const TWO_LINES = 45;

/** An event among the hours or above them: press it to open it, draw it to move it, draw its end to make it longer. */
export function EventButton(props: { event: CalendarEvent; model: CalendarModel; isLong?: boolean }) {
  const { model } = props;
  const title = () => props.event.title || "(no title)";
  const minutes = () => (endOf(props.event).getTime() - startOf(props.event).getTime()) / 60_000;
  const isDrawable = () => !props.isLong && model.canWrite(props.event);
  const draw = (event: PointerEvent, edge: "move" | "end") => {
    if (!isDrawable()) return;
    event.stopPropagation();
    model.drag.begin(event, props.event, edge);
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
      title={`${title()}\n${whenOf(props.event, now())}`}
      onClick={() => model.open(props.event.id)}
      onPointerDown={(event) => draw(event, "move")}
    >
      <span class={`font-semibold ${props.isLong || minutes() < TWO_LINES ? "truncate" : ""}`}>
        {title()}
        <Show when={!props.isLong && minutes() < TWO_LINES}>
          <span class="font-normal text-ink-2"> {clockOf(startOf(props.event))}</span>
        </Show>
      </span>
      <Show when={!props.isLong && minutes() >= TWO_LINES}>
        <span class="truncate text-ink-2">
          {clockOf(startOf(props.event))} – {clockOf(endOf(props.event))}
          {props.event.location === "" ? "" : ` · ${props.event.location}`}
        </span>
      </Show>
      <span class="sr-only">
        , {whenOf(props.event, now())}, {model.calendarOf(props.event.calendarId)?.name}
        {props.event.status === "tentative" ? ", tentative" : ""}
      </span>
      <Show when={isDrawable()}>
        <span class="calendar-edge" onPointerDown={(event) => draw(event, "end")} />
      </Show>
    </button>
  );
}
