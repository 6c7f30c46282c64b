import { onMount, Show } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";

/** Asked where nothing brings it back, or where it is not clear how much is meant. The focus goes to the way back. */
export function DeleteQuestion(props: {
  event: CalendarEvent;
  remove: (which: "one" | "series") => void;
  cancel: () => void;
}) {
  let wayBack: HTMLButtonElement | undefined;
  onMount(() => wayBack?.focus());
  const question = () =>
    props.event.isRecurring
      ? "It is one of a series. What shall be deleted? It cannot be brought back."
      : "Delete this event? It cannot be brought back as it is.";
  return (
    <div
      role="alertdialog"
      aria-label={question()}
      class="flex flex-wrap items-center gap-2 rounded-lg border border-danger-line bg-danger-soft px-3 py-2.5"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        props.cancel();
      }}
    >
      <p class="w-full text-sm text-ink-2">{question()}</p>
      <button type="button" class="button" data-kind="danger" onClick={() => props.remove("one")}>
        {props.event.isRecurring ? "Only this one" : "Delete it"}
      </button>
      <Show when={props.event.isRecurring}>
        <button type="button" class="button" data-kind="danger" onClick={() => props.remove("series")}>
          All of the series
        </button>
      </Show>
      <button
        ref={(element) => (wayBack = element)}
        type="button"
        class="button"
        data-kind="quiet"
        onClick={() => props.cancel()}
      >
        Not now
      </button>
    </div>
  );
}
