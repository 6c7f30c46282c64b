import { createMemo, createSignal, For, Show } from "solid-js";
import { describeRule } from "../../ui/recurrence-words.ts";
import { toDateField } from "../../ui/date-fields.ts";
import { isSameRule, repeats, splitEnd, withEnd, type End } from "./repeat.ts";

const CUSTOM = "custom";

/** How a task repeats, and when that ends. */
export function RepeatField(props: {
  rule: string | null;
  dueAt: Date | null;
  change: (rule: string | null) => void;
}) {
  const due = () => props.dueAt ?? new Date();
  const offers = createMemo(() => Object.values(repeats).map((make) => make(due())));
  const split = createMemo(() => (props.rule === null ? undefined : splitEnd(props.rule)));
  const offered = () => {
    const body = split()?.body;
    return body === undefined ? undefined : offers().find((offer) => isSameRule(offer, body));
  };
  const [isCustom, setCustom] = createSignal(false);
  const value = () => (isCustom() ? CUSTOM : (offered() ?? (props.rule === null ? "" : CUSTOM)));
  const setEnd = (end: End) => {
    const body = split()?.body;
    if (body !== undefined) props.change(withEnd(body, end));
  };

  return (
    <div class="flex flex-col gap-1.5">
      <select
        id="repeat"
        class="field"
        value={value()}
        onChange={({ currentTarget: { value } }) => {
          setCustom(value === CUSTOM);
          if (value === CUSTOM) return;
          props.change(value === "" ? null : withEnd(value, split()?.end ?? { kind: "never" }));
        }}
      >
        <option value="">Does not repeat</option>
        <For each={offers()}>{(offer) => <option value={offer}>{sentence(describeRule(offer))}</option>}</For>
        <option value={CUSTOM}>
          {props.rule !== null && offered() === undefined
            ? sentence(describeRule(split()?.body ?? props.rule))
            : "A rule of your own…"}
        </option>
      </select>
      <Show when={value() === CUSTOM}>
        <input
          type="text"
          aria-label="Rule (RRULE)"
          class="field font-mono !text-xs"
          placeholder="FREQ=MONTHLY;BYDAY=-1FR"
          autocomplete="off"
          spellcheck={false}
          value={props.rule ?? ""}
          onChange={({ currentTarget: { value } }) => props.change(value.trim() === "" ? null : value.trim())}
        />
      </Show>
      <Show when={split()}>{(rule) => <EndField end={rule().end} dueAt={due()} change={setEnd} />}</Show>
    </div>
  );
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function EndField(props: { end: End; dueAt: Date; change: (end: End) => void }) {
  const choose = (kind: string) => {
    if (kind === "count") props.change({ kind, count: 10 });
    else if (kind === "until") {
      const { dueAt } = props;
      const inAYear = new Date(dueAt.getFullYear() + 1, dueAt.getMonth(), dueAt.getDate());
      props.change({ kind, day: toDateField(inAYear) });
    } else props.change({ kind: "never" });
  };
  return (
    <div class="flex items-center gap-1.5">
      <select
        aria-label="Ends"
        class="field !w-auto"
        value={props.end.kind}
        onChange={({ currentTarget: { value } }) => choose(value)}
      >
        <option value="never">For ever</option>
        <option value="until">Until</option>
        <option value="count">So many times</option>
      </select>
      <Show when={props.end.kind === "until" && props.end}>
        {(end) => (
          <input
            type="date"
            aria-label="Last day"
            class="field"
            value={end().day}
            onChange={({ currentTarget: { value } }) => value && props.change({ kind: "until", day: value })}
          />
        )}
      </Show>
      <Show when={props.end.kind === "count" && props.end}>
        {(end) => (
          <input
            type="number"
            aria-label="How many times"
            class="field"
            min="1"
            max="10000"
            value={end().count}
            onChange={({ currentTarget: { valueAsNumber } }) =>
              valueAsNumber >= 1 && props.change({ kind: "count", count: Math.floor(valueAsNumber) })
            }
          />
        )}
      </Show>
    </div>
  );
}
