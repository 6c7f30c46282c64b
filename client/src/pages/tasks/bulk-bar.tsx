import Trash from "lucide-solid/icons/trash";
import X from "lucide-solid/icons/x";
import { createSignal, type JSX } from "solid-js";
import type { TaskPatch } from "../../actions/tasks.ts";
import { isPriority, isStatus, priorityWords, statusWords } from "../../ui/task-words.ts";
import { fromDateField } from "../../ui/date-fields.ts";
import type { TasksModel } from "./model.ts";
import { PriorityOptions, StatusOptions } from "./options.tsx";
import { parseTags } from "./tags.ts";

/** What can be done with the chosen tasks together. Every change offers the way back. */
export default function BulkBar(props: { model: TasksModel }) {
  const { model } = props;
  const count = () => model.selection.chosen().length;
  const name = () => (count() === 1 ? "1 task" : `${count()} tasks`);
  const change = (patch: TaskPatch, words: string) =>
    model.change(model.selection.chosen(), () => patch, `${name()}: ${words}`);

  return (
    <div
      role="toolbar"
      aria-label="Change the chosen tasks"
      class="sticky bottom-3 z-30 mx-auto mt-4 flex w-fit max-w-full flex-wrap items-center gap-1.5 rounded-xl border border-line bg-sheet p-1.5 shadow-(--shadow-lift) max-md:bottom-[calc(4.25rem+env(safe-area-inset-bottom))]"
    >
      <span class="px-2 text-sm font-semibold" role="status">
        {count()} chosen
      </span>
      <Pick
        label="Set the status"
        words="Status"
        pick={(value) => isStatus(value) && change({ status: value }, statusWords[value].toLowerCase())}
      >
        <StatusOptions />
      </Pick>
      <Pick
        label="Set the priority"
        words="Priority"
        pick={(value) =>
          isPriority(value) && change({ priority: value }, `${priorityWords[value].toLowerCase()} priority`)
        }
      >
        <PriorityOptions />
      </Pick>
      <input
        type="date"
        aria-label="Set the due date"
        class="field !w-auto"
        onChange={({ currentTarget }) => {
          const dueAt = fromDateField(currentTarget.value);
          if (dueAt) change({ dueAt }, "due date set");
        }}
      />
      <TagInput model={model} name={name()} />
      <button
        type="button"
        class="icon-button"
        aria-label="Delete the chosen tasks"
        title="Delete"
        onClick={() => model.remove(model.selection.chosen())}
      >
        <Trash size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Choose none"
        title="Choose none (Esc)"
        onClick={() => model.selection.clear()}
      >
        <X size={17} aria-hidden="true" />
      </button>
    </div>
  );
}

/** A select that does something and then shows its name again. */
function Pick(props: { label: string; words: string; pick: (value: string) => void; children: JSX.Element }) {
  return (
    <select
      aria-label={props.label}
      class="field !w-auto"
      onChange={({ currentTarget }) => {
        props.pick(currentTarget.value);
        currentTarget.value = "";
      }}
    >
      <option value="">{props.words}</option>
      {props.children}
    </select>
  );
}

/** Adds tags to what each task has; with a minus in front it takes them away. */
function TagInput(props: { model: TasksModel; name: string }) {
  const [text, setText] = createSignal("");
  const apply = () => {
    const isTaking = text().trim().startsWith("-");
    const tags = parseTags(text().replace(/^\s*-/, ""));
    setText("");
    if (tags.length === 0) return;
    const { model } = props;
    model.change(
      model.selection.chosen(),
      (task) => ({
        tags: isTaking
          ? task.tags.filter((tag) => !tags.includes(tag))
          : [...new Set([...task.tags, ...tags])],
      }),
      `${props.name}: ${isTaking ? "without" : "with"} ${tags.map((tag) => `#${tag}`).join(" ")}`,
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <input
        type="text"
        aria-label="Add tags to the chosen tasks; with a minus in front, take them away"
        placeholder="+ tag or - tag"
        autocomplete="off"
        class="field !w-28"
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
