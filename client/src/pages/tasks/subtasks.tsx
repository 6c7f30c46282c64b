import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { DueDate } from "../../ui/due-date.tsx";
import { FinishButton } from "../../ui/finish-button.tsx";
import { Keyed } from "../../ui/keyed.tsx";
import { Section } from "../../ui/section.tsx";
import { isClosed } from "../../ui/task-words.ts";
import type { DetailModel } from "./detail-model.ts";
import type { TasksModel } from "./model.ts";
import { QuickCreate } from "./quick-create.tsx";

/** The steps of a task: tasks of their own, each with a page, and each something to start an agent on. */
export function Subtasks(props: { task: Task; detail: DetailModel; model: TasksModel }) {
  const count = () => {
    const { total, done } = props.task.subtasks;
    return total > 0 ? `${done} of ${total} done` : undefined;
  };
  return (
    <Section title="Subtasks" count={count()}>
      <ul class="-mx-2">
        <Keyed each={props.detail.subtasks()} by={(task) => task.id}>
          {(task) => (
            <li class="relative flex min-h-9 items-center gap-1.5 rounded-lg pr-2 hover:bg-hover pointer-coarse:min-h-11">
              <FinishButton
                task={task()}
                change={(status) => props.model.change([task().id], () => ({ status }))}
              />
              <A
                href={props.model.hrefOf(task().id)}
                noScroll
                class={`min-w-0 flex-1 truncate after:absolute after:inset-0 after:rounded-lg ${isClosed(task().status) ? "text-ink-3 line-through" : ""}`}
              >
                {task().title}
              </A>
              <Show when={task().dueAt}>
                {(due) => <DueDate due={due()} closed={isClosed(task().status)} />}
              </Show>
            </li>
          )}
        </Keyed>
      </ul>
      <QuickCreate
        label="New subtask"
        placeholder="Add a subtask"
        create={props.detail.addSubtask}
        class="mt-1 !border-line !bg-transparent"
      />
    </Section>
  );
}
