import { onMount, Show } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import type { Which } from "../../actions/calendar.ts";
import { isOccurrence } from "../../api/pending-events.ts";

/** Asked where nothing brings it back, or where it is not clear how much is meant. The focus goes to the way back. */
export function DeleteQuestion(props: {
  event: CalendarEvent;
  remove: (which: Which) => void;
  cancel: () => void;
}) {
  let wayBack: HTMLButtonElement | undefined;
  onMount(() => wayBack?.focus());
  const isOneOfMany = () => props.event.isRecurring && isOccurrence(props.event.id);
  const question = () => {
    if (isOneOfMany()) return "It is one of a series. What shall be deleted? It cannot be brought back.";
    if (props.event.isRecurring) return "Delete the whole series? It cannot be brought back.";
    return "Delete this event? It cannot be brought back as it is.";
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    props.cancel();
  };
  return (
    <div
      role="alertdialog"
      aria-label={question()}
      class="flex flex-wrap items-center gap-2 rounded-lg border border-danger-line bg-danger-soft px-3 py-2.5"
      // Heard here and not at the document, where the page's own keys are.
      on:keydown={onKey}
    >
      <p class="w-full text-sm text-ink-2">{question()}</p>
      <button type="button" class="button" data-kind="danger" onClick={() => props.remove("one")}>
        {isOneOfMany() ? "Only this one" : "Delete it"}
      </button>
      <Show when={isOneOfMany()}>
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
