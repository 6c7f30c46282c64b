import Plus from "lucide-solid/icons/plus";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import type { ParsedTask } from "../../../../shared/task.ts";
import { now } from "../../ui/now.ts";
import { describeRule } from "../../ui/recurrence-words.ts";
import { priorityWords } from "../../ui/task-words.ts";
import { describeDue } from "../../ui/time.ts";
import { createPreview } from "./quick-preview.ts";

/** A line and Enter; the field empties at once, keeps the focus, and gives the words back when saving failed. */
export function QuickCreate(props: {
  create: (text: string) => Promise<boolean>;
  label: string;
  placeholder: string;
  /** For the key that focuses it from anywhere. */
  id?: string;
  class?: string;
}) {
  const [text, setText] = createSignal("");
  const preview = createPreview(text);
  const help = createUniqueId();
  const submit = async () => {
    const wanted = text().trim();
    if (wanted === "") return;
    setText("");
    if (!(await props.create(wanted)) && text() === "") setText(wanted);
  };
  return (
    <form
      class={`rounded-lg border border-line-strong bg-sheet focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-brass ${props.class ?? ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div class="flex items-center gap-1 pl-3">
        <Plus size={16} class="flex-none text-ink-3" aria-hidden="true" />
        <input
          id={props.id}
          type="text"
          aria-label={props.label}
          aria-describedby={help}
          placeholder={props.placeholder}
          autocomplete="off"
          maxLength={1000}
          enterkeyhint="done"
          class="h-10 min-w-0 flex-1 bg-transparent px-2 outline-none pointer-coarse:h-11"
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            event.currentTarget.blur();
          }}
        />
        <button
          type="submit"
          class="button mr-1 pointer-coarse:mr-0"
          data-kind="quiet"
          disabled={text().trim() === ""}
        >
          Add<span class="sr-only"> task</span>
        </button>
      </div>
      <div id={help} aria-live="polite">
        <Show when={text() !== "" && preview()}>{(parsed) => <Preview parsed={parsed()} />}</Show>
      </div>
    </form>
  );
}

function wordsOf(parsed: ParsedTask): { kind: string; words: string }[] {
  const all = [];
  if (parsed.dueAt) all.push({ kind: "Due", words: describeDue(parsed.dueAt, now()).text });
  if (parsed.recurrence) all.push({ kind: "Repeats", words: describeRule(parsed.recurrence) });
  if (parsed.remindAt) all.push({ kind: "Reminder", words: describeDue(parsed.remindAt, now()).text });
  if (parsed.priority) all.push({ kind: "Priority", words: priorityWords[parsed.priority] });
  return [...all, ...parsed.tags.map((tag) => ({ kind: "Tag", words: `#${tag}` }))];
}

/** What was understood besides the title. */
function Preview(props: { parsed: ParsedTask }) {
  const words = () => wordsOf(props.parsed);
  return (
    <Show when={words().length > 0}>
      <p class="flex flex-wrap items-center gap-x-2 gap-y-1 border-t border-line px-3 py-1.5 text-xs text-ink-2">
        <span class="min-w-0 truncate font-medium text-ink">{props.parsed.title}</span>
        <For each={words()}>
          {({ kind, words }) => (
            <span class="rounded-full bg-brass-soft px-2 leading-5 text-brass">
              <span class="sr-only">{kind} </span>
              {words}
            </span>
          )}
        </For>
      </p>
    </Show>
  );
}
