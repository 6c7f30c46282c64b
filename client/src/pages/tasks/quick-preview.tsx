import { For, Show } from "solid-js";
import type { ParsedTask } from "../../../../shared/task.ts";
import { parseLine } from "../../actions/tasks.ts";
import { now } from "../../ui/now.ts";
import { describeRule } from "../../ui/recurrence-words.ts";
import { priorityWords } from "../../ui/task-words.ts";
import { describeDue } from "../../ui/time.ts";
import { createTypedLine } from "../../ui/typed-line.ts";

function wordsOf(parsed: ParsedTask): { kind: string; words: string }[] {
  const all = [];
  if (parsed.dueAt) all.push({ kind: "Due", words: describeDue(parsed.dueAt, now()).text });
  if (parsed.recurrence) all.push({ kind: "Repeats", words: describeRule(parsed.recurrence) });
  if (parsed.remindAt) all.push({ kind: "Reminder", words: describeDue(parsed.remindAt, now()).text });
  if (parsed.priority) all.push({ kind: "Priority", words: priorityWords[parsed.priority] });
  return [...all, ...parsed.tags.map((tag) => ({ kind: "Tag", words: `#${tag}` }))];
}

/** What is understood of a line besides the title. `text`: with at least one letter in it. */
export default function QuickPreview(props: { text: string }) {
  const parsed = createTypedLine(() => props.text, parseLine);
  const words = () => {
    const known = parsed();
    return known ? wordsOf(known) : [];
  };
  return (
    <Show when={words().length > 0}>
      <p class="flex flex-wrap items-center gap-x-2 gap-y-1 border-t border-line px-3 py-1.5 text-xs text-ink-2">
        <span class="min-w-0 truncate font-medium text-ink">{parsed()?.title}</span>
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
