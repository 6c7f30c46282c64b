import BotMessageSquare from "lucide-solid/icons/bot-message-square";
import LoaderCircle from "lucide-solid/icons/loader-circle";
import { createSignal, For, Show } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { copied } from "../../ui/copied.ts";
import { DueDate } from "../../ui/due-date.tsx";
import { FinishButton } from "../../ui/finish-button.tsx";
import { PriorityMark } from "../../ui/glyphs.tsx";
import { TagNumber } from "../../ui/tag-number.tsx";
import { isClosed } from "../../ui/task-words.ts";
import { isDragged, landsAt } from "./drag-state.ts";
import { Repeats, SubtaskCount } from "./marks.tsx";
import type { TasksModel } from "./model.ts";
import { RowNotes } from "./row-notes.tsx";
import { useTaskSwipe } from "./swipe.ts";

const agentSign = copied(() => <BotMessageSquare size={16} aria-hidden="true" />);

export function TaskRow(props: { task: Task; model: TasksModel }) {
  const [row, setRow] = createSignal<HTMLDivElement>();
  const closed = () => isClosed(props.task.status);
  const isOpen = () => props.model.opened.id() === props.task.id;
  const { selection } = props.model;
  const isChosen = () => selection.has(props.task.id);
  // The model is one for the life of the page.
  // eslint-disable-next-line solid/reactivity
  useTaskSwipe(row, () => props.task, props.model);
  return (
    <div
      ref={setRow}
      role="listitem"
      data-task={props.task.id}
      draggable="true"
      data-lands={landsAt(props.task.id)}
      class={`task-row group ${isChosen() ? "bg-brass-soft" : isOpen() ? "bg-hover" : "hover:bg-hover"} ${
        selection.cursor() === props.task.id ? "at-cursor" : ""
      } ${isDragged(props.task.id) ? "opacity-40" : ""}`}
    >
      <input
        type="checkbox"
        class={`check relative z-10 ${selection.isOn() || selection.isChoosing() ? "" : "max-md:hidden md:opacity-0 md:group-hover:opacity-100 md:focus-visible:opacity-100"}`}
        aria-label={`Choose #${props.task.number}`}
        checked={isChosen()}
        onClick={(event) => {
          if (!event.shiftKey) return selection.toggle(props.task.id);
          event.preventDefault();
          selection.extendTo(props.task.id);
        }}
      />
      <FinishButton
        task={props.task}
        change={(status) => props.model.change([props.task.id], () => ({ status }))}
      />
      <PriorityMark priority={props.task.priority} />
      <span class="flex-none max-sm:hidden">
        <TagNumber number={props.task.number} />
      </span>
      <div class="min-w-0 flex-1 py-1">
        <a
          href={props.model.hrefOf(props.task.id)}
          noScroll
          draggable={false}
          aria-current={isOpen() ? "true" : undefined}
          onFocus={() => selection.setCursor(props.task.id)}
          class={`block font-medium max-sm:line-clamp-2 sm:truncate after:absolute after:inset-0 after:rounded-lg ${closed() ? "text-ink-3 line-through decoration-line-strong" : ""}`}
        >
          {props.task.title}
        </a>
        <div class="mt-0.5 flex items-center gap-2 sm:hidden">
          <TagNumber number={props.task.number} />
          <Show when={props.task.dueAt}>{(due) => <DueDate due={due()} closed={closed()} />}</Show>
        </div>
        <RowNotes task={props.task} model={props.model} />
      </div>
      <Show when={props.task.subtasks.total > 0}>
        <span class="flex-none text-xs text-ink-3" title="Subtasks done">
          <SubtaskCount of={props.task.subtasks} />
        </span>
      </Show>
      <Show when={props.task.tags.length > 0}>
        <div class="hidden min-w-0 flex-none gap-1 sm:flex">
          <For each={props.task.tags.slice(0, 3)}>
            {(tag) => (
              <button
                type="button"
                class="relative z-10 max-w-[8rem] truncate rounded-full border border-line px-2 text-xs leading-5 text-ink-2 hover:border-line-strong hover:text-ink"
                aria-label={`Show only the tag ${tag}`}
                onClick={() => props.model.setFilters({ tag: [tag] })}
              >
                {tag}
              </button>
            )}
          </For>
        </div>
      </Show>
      <Show when={props.task.recurrence}>
        {(rule) => (
          <span class="flex-none text-ink-3">
            <Repeats rule={rule()} size={13} />
          </span>
        )}
      </Show>
      <Show when={props.task.dueAt}>
        {(due) => (
          <span class="flex-none max-sm:hidden">
            <DueDate due={due()} closed={closed()} />
          </span>
        )}
      </Show>
      <button
        type="button"
        class="icon-button relative z-10"
        aria-label={`Start an agent on #${props.task.number}`}
        title="Start an agent"
        disabled={props.model.starting() !== undefined}
        onClick={() => props.model.start(props.task)}
      >
        <Show when={props.model.starting() === props.task.id} fallback={agentSign()}>
          <LoaderCircle size={16} class="spin" aria-hidden="true" />
        </Show>
      </button>
    </div>
  );
}
