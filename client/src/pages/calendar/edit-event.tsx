import { createSignal, Show } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import type { Which } from "../../actions/calendar.ts";
import { isOccurrence } from "../../api/pending-events.ts";
import { EventForm } from "./event-form.tsx";
import { patchOf, textsOf } from "./event-patch.ts";
import type { CalendarModel } from "./model.ts";
import type { Doing } from "./panel-model.ts";

/** The form of an event that there is. `begun`: what the person has written already. */
export function EditEvent(props: { event: CalendarEvent; begun: Doing; model: CalendarModel }) {
  const { model } = props;
  // As it was when the form opened: what others change meanwhile is not the person's, and must not be undone.
  /* eslint-disable solid/reactivity */
  const before = textsOf(props.event);
  const [which, setWhich] = createSignal<Which>(props.begun.which ?? "one");
  /* eslint-enable solid/reactivity */
  return (
    <>
      <h2 class="title text-lg">Edit event</h2>
      <Show when={props.event.isRecurring && !isOccurrence(props.event.id)}>
        <p class="text-sm text-ink-2">It stands for a whole series: all of it changes.</p>
      </Show>
      <EventForm
        initial={{ ...before, ...props.begun.patch }}
        calendars={[]}
        button="Save"
        save={(after) => void model.change(props.event, patchOf(before, after), which())}
        cancel={model.leave}
      >
        <Show when={props.event.isRecurring && isOccurrence(props.event.id)}>
          <WhichField which={which()} choose={setWhich} />
        </Show>
      </EventForm>
    </>
  );
}

function WhichField(props: { which: Which; choose: (which: Which) => void }) {
  const choice = (which: Which, words: string) => (
    <label class="flex min-h-8 items-center gap-2 text-sm pointer-coarse:min-h-11">
      <input
        type="radio"
        name="which"
        class="check"
        checked={props.which === which}
        onChange={() => props.choose(which)}
      />
      {words}
    </label>
  );
  return (
    <fieldset>
      <legend class="text-sm font-medium text-ink-2">It is one of a series. Change</legend>
      {choice("one", "only this one")}
      {choice("series", "all of the series")}
    </fieldset>
  );
}
