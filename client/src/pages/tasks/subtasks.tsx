import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { explain } from "../../api/errors.ts";
import { showToast } from "../../shell/toast.ts";
import { DueDate } from "../../ui/due-date.tsx";
import { StatusGlyph } from "../../ui/glyphs.tsx";
import { Keyed } from "../../ui/keyed.tsx";
import { Section } from "../../ui/section.tsx";
import { isClosed } from "../../ui/task-words.ts";
import type { TasksModel } from "./model.ts";
import { QuickCreate } from "./quick-create.tsx";

/** The steps of a task: tasks of their own, each with a page, and each something to start an agent on. */
export function Subtasks(props: { model: TasksModel }) {
  const { detail } = props.model;
  const count = () => {
    const { total, done } = detail.task()?.subtasks ?? { total: 0, done: 0 };
    return total > 0 ? `${done} of ${total} done` : undefined;
  };
  const add = async (text: string) => {
    try {
      await detail.addSubtask(text);
      return true;
    } catch (error) {
      showToast({ message: `Not created: ${explain(error)}`, kind: "error" });
      return false;
    }
  };
  return (
    <Section title="Subtasks" count={count()}>
      <ul class="-mx-2">
        <Keyed each={detail.subtasks()} by={(task) => task.id}>
          {(task) => (
            <li class="relative flex min-h-9 items-center gap-1.5 rounded-lg pr-2 hover:bg-hover pointer-coarse:min-h-11">
              <button
                type="button"
                class="icon-button relative z-10"
                aria-label={
                  isClosed(task().status) ? `Reopen #${task().number}` : `Mark #${task().number} as done`
                }
                onClick={() =>
                  props.model.change([task().id], ({ status }) => ({
                    status: isClosed(status) ? "todo" : "done",
                  }))
                }
              >
                <StatusGlyph status={task().status} />
              </button>
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
        create={add}
        class="mt-1 !border-line !bg-transparent"
      />
    </Section>
  );
}
