import BotMessageSquare from "lucide-solid/icons/bot-message-square";
import LoaderCircle from "lucide-solid/icons/loader-circle";
import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { describeActor } from "../../ui/actor.ts";
import { DueDate } from "../../ui/due-date.tsx";
import { PriorityGlyph, StatusGlyph, TagNumber } from "../../ui/glyphs.tsx";
import { priorityWords } from "../../ui/task-words.ts";
import type { TasksModel } from "./model.ts";

export function TaskRow(props: { task: Task; model: TasksModel }) {
  const isClosed = () => props.task.status === "done" || props.task.status === "cancelled";
  const changer = () => describeActor(props.task.updatedBy, props.model.titleOf);
  const isCurrent = () => props.model.taskId() === props.task.id;
  return (
    <li
      class={`group relative flex min-h-10 items-center gap-2 rounded-lg pr-1 pl-1 hover:bg-hover pointer-coarse:min-h-12 ${isCurrent() ? "bg-hover" : ""}`}
    >
      <button
        type="button"
        class="icon-button relative z-10"
        aria-label={isClosed() ? `Reopen #${props.task.number}` : `Mark #${props.task.number} as done`}
        onClick={() => props.model.change(props.task.id, { status: isClosed() ? "todo" : "done" })}
      >
        <StatusGlyph status={props.task.status} />
      </button>
      <span class="flex-none" title={`${priorityWords[props.task.priority]} priority`}>
        <PriorityGlyph priority={props.task.priority} />
        <span class="sr-only">{priorityWords[props.task.priority]} priority</span>
      </span>
      <span class="flex-none max-sm:hidden">
        <TagNumber number={props.task.number} />
      </span>
      <div class="min-w-0 flex-1 py-1">
        <A
          href={props.model.hrefOf(props.task.id)}
          noScroll
          aria-current={isCurrent() ? "true" : undefined}
          class={`block font-medium max-sm:line-clamp-2 sm:truncate after:absolute after:inset-0 after:rounded-lg ${isClosed() ? "text-ink-3 line-through decoration-line-strong" : ""}`}
        >
          {props.task.title}
        </A>
        <div class="mt-0.5 flex items-center gap-2 sm:hidden">
          <TagNumber number={props.task.number} />
          <Show when={props.task.dueAt}>{(due) => <DueDate due={due()} closed={isClosed()} />}</Show>
        </div>
        <Show when={changer().sessionId}>
          {(id) => (
            <p class="truncate text-xs text-ink-3">
              updated by{" "}
              <A
                href={`/agents/${id()}`}
                aria-label={`Session ${changer().text}`}
                class="relative z-10 text-brass hover:underline"
              >
                {changer().text}
              </A>
            </p>
          )}
        </Show>
      </div>
      <Show when={props.task.tags.length > 0}>
        <div class="hidden min-w-0 flex-none gap-1 sm:flex">
          <For each={props.task.tags.slice(0, 3)}>
            {(tag) => (
              <button
                type="button"
                class="relative z-10 max-w-[8rem] truncate rounded-full border border-line px-2 text-xs leading-5 text-ink-2 hover:border-line-strong hover:text-ink"
                aria-label={`Show only the tag ${tag}`}
                onClick={() => props.model.setFilters({ tag })}
              >
                {tag}
              </button>
            )}
          </For>
        </div>
      </Show>
      <Show when={props.task.dueAt}>
        {(due) => (
          <span class="flex-none max-sm:hidden">
            <DueDate due={due()} closed={isClosed()} />
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
        <Show
          when={props.model.starting() === props.task.id}
          fallback={<BotMessageSquare size={16} aria-hidden="true" />}
        >
          <LoaderCircle size={16} class="spin" aria-hidden="true" />
        </Show>
      </button>
    </li>
  );
}
