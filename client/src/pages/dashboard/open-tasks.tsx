import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { DueDate } from "../../ui/due-date.tsx";
import { FinishButton } from "../../ui/finish-button.tsx";
import { PriorityMark } from "../../ui/glyphs.tsx";
import { TagNumber } from "../../ui/tag-number.tsx";
import { Keyed } from "../../ui/keyed.tsx";
import type { DashboardModel } from "./model.ts";

export function OpenTasks(props: { model: DashboardModel }) {
  return (
    <Show
      when={props.model.tasks().length > 0}
      fallback={
        <p class="py-2 text-ink-3">
          Nothing is open.{" "}
          <A href="/tasks" class="font-medium text-brass hover:underline">
            Write a task
          </A>
          , or press <kbd class="rounded border border-line-strong bg-sheet px-1.5 font-sans text-xs">c</kbd>.
        </p>
      }
    >
      <ul class="-mx-2">
        <Keyed each={props.model.tasks()} by={(task) => task.id}>
          {(task) => (
            <li class="relative flex min-h-10 items-center gap-2 rounded-lg pr-3 pl-1 hover:bg-hover pointer-coarse:min-h-12">
              <FinishButton task={task()} change={(status) => props.model.change(task().id, { status })} />
              <PriorityMark priority={task().priority} />
              <TagNumber number={task().number} />
              <A
                href={`/tasks/${task().id}`}
                class="min-w-0 flex-1 truncate font-medium after:absolute after:inset-0 after:rounded-lg"
              >
                {task().title}
              </A>
              <Show when={task().dueAt}>{(due) => <DueDate due={due()} />}</Show>
            </li>
          )}
        </Keyed>
      </ul>
    </Show>
  );
}
