import { For, Show } from "solid-js";
import { fromMomentField, toMomentField } from "../../ui/date-fields.ts";
import { hasHour } from "../../ui/time.ts";

const MINUTE = 60_000;
/** In the order of the list. A task that is due on a day, not at an hour, is taken to be due at nine. */
const BEFORE = [
  { words: "When it is due", minutes: 0 },
  { words: "10 minutes before", minutes: 10 },
  { words: "1 hour before", minutes: 60 },
  { words: "1 day before", minutes: 24 * 60 },
  { words: "1 week before", minutes: 7 * 24 * 60 },
];

const momentOf = (due: Date) =>
  hasHour(due) ? due : new Date(due.getFullYear(), due.getMonth(), due.getDate(), 9);

export function ReminderField(props: {
  remindAt: Date | null;
  dueAt: Date | null;
  change: (remindAt: Date | null) => void;
}) {
  const chosen = () => {
    if (props.remindAt === null) return "";
    if (props.dueAt === null) return "own";
    const minutes = (momentOf(props.dueAt).getTime() - props.remindAt.getTime()) / MINUTE;
    return BEFORE.some((each) => each.minutes === minutes) ? String(minutes) : "own";
  };
  const choose = (value: string) => {
    if (value === "") props.change(null);
    else if (value === "own") props.change(props.remindAt ?? new Date(Date.now() + 60 * MINUTE));
    else if (props.dueAt) props.change(new Date(momentOf(props.dueAt).getTime() - Number(value) * MINUTE));
  };
  return (
    <div class="flex flex-col gap-1.5">
      <select
        id="reminder"
        class="field"
        value={chosen()}
        onChange={({ currentTarget: { value } }) => choose(value)}
      >
        <option value="">None</option>
        <Show when={props.dueAt}>
          <For each={BEFORE}>{({ words, minutes }) => <option value={String(minutes)}>{words}</option>}</For>
        </Show>
        <option value="own">At a moment of its own</option>
      </select>
      <Show when={chosen() === "own"}>
        <input
          type="datetime-local"
          aria-label="Remind at"
          class="field"
          value={toMomentField(props.remindAt)}
          onChange={({ currentTarget: { value } }) => {
            const moment = fromMomentField(value);
            if (moment) props.change(moment);
          }}
        />
      </Show>
    </div>
  );
}
