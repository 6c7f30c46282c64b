import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { describeActor } from "../../ui/actor.ts";
import type { TasksModel } from "./model.ts";

/** Under the title: what the task is a part of, and which agent has changed it. */
export function RowNotes(props: { task: Task; model: TasksModel }) {
  const changer = () => describeActor(props.task.updatedBy, props.model.titleOf);
  const parent = () =>
    props.task.parentId === null ? undefined : props.model.findLoaded(props.task.parentId);
  return (
    <>
      <Show when={parent()}>
        {(parent) => (
          <p class="truncate text-xs text-ink-3">
            part of{" "}
            <A
              href={props.model.hrefOf(parent().id)}
              noScroll
              aria-label={`Part of ${parent().title}`}
              class="relative z-10 hover:text-ink hover:underline"
            >
              {parent().title}
            </A>
          </p>
        )}
      </Show>
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
    </>
  );
}
