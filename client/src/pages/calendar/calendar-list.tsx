import { createUniqueId, For, Show } from "solid-js";
import type { Calendar } from "../../../../shared/calendar.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import type { CalendarModel } from "./model.ts";

const reminders: { minutes: number; words: string }[] = [
  { minutes: 5, words: "5 minutes before" },
  { minutes: 10, words: "10 minutes before" },
  { minutes: 30, words: "30 minutes before" },
  { minutes: 60, words: "an hour before" },
  { minutes: 24 * 60, words: "a day before" },
];

/** Which calendars are shown, and how long before an event they tell of it. */
export function CalendarList(props: { model: CalendarModel }) {
  return (
    <ul class="flex flex-col gap-4">
      <Keyed each={props.model.calendars()} by={(calendar) => calendar.id}>
        {(calendar) => <Row calendar={calendar()} model={props.model} />}
      </Keyed>
    </ul>
  );
}

function Row(props: { calendar: Calendar; model: CalendarModel }) {
  const id = createUniqueId();
  const own = () => {
    const minutes = props.calendar.remindMinutes;
    return minutes === null || reminders.some((each) => each.minutes === minutes) ? undefined : minutes;
  };
  const choose = (value: string) =>
    props.model.choose({ id: props.calendar.id, remindMinutes: value === "" ? null : Number(value) });
  return (
    <li>
      <div class="flex items-center gap-2">
        <span
          class="calendar-swatch"
          style={{ "--event": props.model.colorOf(props.calendar.id) }}
          aria-hidden="true"
        />
        <span class="min-w-0 flex-1 truncate font-medium" title={props.calendar.name}>
          {props.calendar.name}
        </span>
        <Toggle
          label={`Show ${props.calendar.name}`}
          isOn={props.calendar.isShown}
          change={(isShown) => void props.model.choose({ id: props.calendar.id, isShown })}
        />
      </div>
      <label for={id} class="sr-only">
        Reminder for {props.calendar.name}
      </label>
      <select
        id={id}
        class="field mt-1 text-sm"
        value={String(props.calendar.remindMinutes ?? "")}
        onChange={(event) => void choose(event.currentTarget.value)}
      >
        <option value="">No reminder</option>
        <For each={reminders}>{({ minutes, words }) => <option value={minutes}>{words}</option>}</For>
        <Show when={own()}>{(minutes) => <option value={minutes()}>{minutes()} minutes before</option>}</Show>
      </select>
      <Show when={!props.calendar.isWritable}>
        <p class="mt-1 text-xs text-ink-3">Read only</p>
      </Show>
    </li>
  );
}
