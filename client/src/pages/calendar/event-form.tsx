import { createSignal, For, onMount, Show, type JSX } from "solid-js";
import type { Calendar } from "../../../../shared/calendar.ts";
import { LONGEST, type EventTexts } from "../../actions/calendar.ts";
import { fromFields, toFields, withStart } from "./form-times.ts";

const label = "text-sm font-medium text-ink-2";

/** All that can be said of an event. `calendars`: to choose among, for one that is new. `children`: what else is asked. */
export function EventForm(props: {
  initial: EventTexts;
  calendars: readonly Calendar[];
  button: string;
  save: (texts: EventTexts) => void;
  cancel: () => void;
  children?: JSX.Element;
}) {
  // The person's own from here on; a live change of the event must not rewrite them.
  /* eslint-disable solid/reactivity */
  const [title, setTitle] = createSignal(props.initial.title);
  const [location, setLocation] = createSignal(props.initial.location ?? "");
  const [description, setDescription] = createSignal(props.initial.description ?? "");
  const [times, setTimes] = createSignal(toFields(props.initial));
  const [calendarId, setCalendarId] = createSignal(props.initial.calendarId ?? props.calendars[0]?.id);
  /* eslint-enable solid/reactivity */
  const [problem, setProblem] = createSignal<string>();
  let first: HTMLInputElement | undefined;
  onMount(() => first?.focus());

  const submit = () => {
    const read = fromFields(times());
    if (title().trim() === "") {
      setProblem("A title is needed.");
      first?.focus();
    } else if (typeof read === "string") setProblem(read);
    else
      props.save({
        ...read,
        title: title().trim(),
        description: description(),
        location: location().trim(),
        calendarId: calendarId(),
      });
  };

  // Heard here and not at the document: the page's own keys do not act on it, too.
  const onKey = (event: KeyboardEvent) => {
    const isEnter = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!isEnter && event.key !== "Escape") return;
    event.preventDefault();
    if (isEnter) submit();
    else props.cancel();
  };

  return (
    <form
      class="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      on:keydown={onKey}
    >
      <div>
        <label for="event-title" class={label}>
          Title
        </label>
        <input
          ref={(element) => (first = element)}
          id="event-title"
          type="text"
          class="field mt-1"
          maxLength={LONGEST.title}
          autocomplete="off"
          value={title()}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      </div>
      <label class="flex min-h-8 items-center gap-2 text-sm pointer-coarse:min-h-11">
        <input
          type="checkbox"
          class="check"
          checked={times().allDay}
          onChange={(event) => setTimes({ ...times(), allDay: event.currentTarget.checked })}
        />
        All day
      </label>
      <fieldset>
        <legend class={label}>Start</legend>
        <div class="mt-1 flex flex-wrap gap-1.5">
          <input
            type="date"
            aria-label="Day"
            class="field flex-1 basis-36"
            value={times().day}
            onChange={(event) => setTimes(withStart(times(), event.currentTarget.value, times().time))}
          />
          <Show when={!times().allDay}>
            <input
              type="time"
              aria-label="Time"
              class="field flex-1 basis-28"
              value={times().time}
              onChange={(event) => setTimes(withStart(times(), times().day, event.currentTarget.value))}
            />
          </Show>
        </div>
      </fieldset>
      <fieldset>
        <legend class={label}>{times().allDay ? "Last day" : "End"}</legend>
        <div class="mt-1 flex flex-wrap gap-1.5">
          <input
            type="date"
            aria-label="Last day"
            class="field flex-1 basis-36"
            value={times().lastDay}
            onChange={(event) => setTimes({ ...times(), lastDay: event.currentTarget.value })}
          />
          <Show when={!times().allDay}>
            <input
              type="time"
              aria-label="End time"
              class="field flex-1 basis-28"
              value={times().endTime}
              onChange={(event) => setTimes({ ...times(), endTime: event.currentTarget.value })}
            />
          </Show>
        </div>
      </fieldset>
      <Show when={props.calendars.length > 1}>
        <div>
          <label for="event-calendar" class={label}>
            Calendar
          </label>
          <select
            id="event-calendar"
            class="field mt-1"
            value={calendarId()}
            onChange={(event) => setCalendarId(event.currentTarget.value)}
          >
            <For each={props.calendars}>{({ id, name }) => <option value={id}>{name}</option>}</For>
          </select>
        </div>
      </Show>
      <div>
        <label for="event-place" class={label}>
          Place
        </label>
        <input
          id="event-place"
          type="text"
          class="field mt-1"
          maxLength={LONGEST.location}
          value={location()}
          onInput={(event) => setLocation(event.currentTarget.value)}
        />
      </div>
      <div>
        <label for="event-description" class={label}>
          Description
        </label>
        <textarea
          id="event-description"
          rows={4}
          class="field grow mt-1 leading-relaxed"
          maxLength={LONGEST.description}
          value={description()}
          onInput={(event) => setDescription(event.currentTarget.value)}
        />
      </div>
      {props.children}
      <Show when={problem()}>
        {(words) => (
          <p role="alert" class="text-sm font-medium text-danger">
            {words()}
          </p>
        )}
      </Show>
      <div class="flex gap-2">
        <button type="submit" class="button" data-kind="main">
          {props.button}
        </button>
        <button type="button" class="button" data-kind="quiet" onClick={() => props.cancel()}>
          Cancel
        </button>
      </div>
    </form>
  );
}
