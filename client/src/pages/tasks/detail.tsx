import ArrowLeft from "lucide-solid/icons/arrow-left";
import Trash from "lucide-solid/icons/trash";
import X from "lucide-solid/icons/x";
import { A } from "@solidjs/router";
import { createSignal, onMount, Show } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import type { TaskPatch } from "../../actions/tasks.ts";
import { TagNumber } from "../../ui/tag-number.tsx";
import { isTyping } from "../../ui/plain-key.ts";
import { BlockTime } from "./block-time.tsx";
import { Activity } from "./activity.tsx";
import { Comments } from "./comments.tsx";
import { DetailFields } from "./detail-fields.tsx";
import { createDetailModel } from "./detail-model.ts";
import { DescriptionField, TitleField } from "./detail-texts.tsx";
import type { TasksModel } from "./model.ts";
import { StartAgent } from "./start-agent.tsx";
import { Subtasks } from "./subtasks.tsx";
import { TaskSessions } from "./task-sessions.tsx";

/** A task, edited in place. `id` is fixed for the life of the panel, so a late save can never hit another task. */
export function Detail(props: { id: string; task: Task; model: TasksModel }) {
  const [panel, setPanel] = createSignal<HTMLDivElement>();
  const change = (patch: TaskPatch) => props.model.change([props.id], () => patch);
  // eslint-disable-next-line solid/reactivity
  const detail = createDetailModel(props.id, () => props.task.parentId);

  // A link that was pressed may have left the page (on a phone the list is hidden): the focus goes on to the panel.
  onMount(() => panel()?.focus({ preventScroll: true }));

  return (
    <div
      ref={setPanel}
      tabindex="-1"
      class="flex flex-col gap-5 px-4 pt-3 pb-12 outline-none sm:px-6 lg:pt-5"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !isTyping(event) && !event.defaultPrevented) props.model.close();
      }}
    >
      <div class="flex items-center gap-1.5">
        <button
          type="button"
          class="icon-button -ml-2 lg:!hidden"
          aria-label="Back to the tasks"
          onClick={() => props.model.close()}
        >
          <ArrowLeft size={18} aria-hidden="true" />
        </button>
        <Show when={detail.parent()}>
          {(parent) => (
            <A
              href={props.model.hrefOf(parent().id)}
              noScroll
              aria-label={`Part of ${parent().title}`}
              class="flex min-w-0 items-center gap-1.5 text-sm text-ink-2 hover:text-ink"
            >
              <TagNumber number={parent().number} />
              <span class="truncate">{parent().title}</span>
              <span aria-hidden="true">›</span>
            </A>
          )}
        </Show>
        <TagNumber number={props.task.number} />
        <div class="ml-auto flex items-center gap-1">
          <button
            type="button"
            class="icon-button"
            aria-label="Delete task"
            title="Delete task"
            onClick={() => props.model.remove([props.id])}
          >
            <Trash size={16} aria-hidden="true" />
          </button>
          <button
            type="button"
            class="icon-button max-lg:!hidden"
            aria-label="Close"
            title="Close"
            onClick={() => props.model.close()}
          >
            <X size={17} aria-hidden="true" />
          </button>
        </div>
      </div>
      <h2 class="sr-only">{props.task.title}</h2>
      <TitleField value={props.task.title} save={(title) => change({ title })} />
      <div class="flex flex-col gap-2">
        <StartAgent task={props.task} model={props.model} />
        <BlockTime task={props.task} />
      </div>
      <DetailFields task={props.task} change={change} />
      <DescriptionField value={props.task.description} save={(description) => change({ description })} />
      <Subtasks task={props.task} detail={detail} model={props.model} />
      <TaskSessions sessions={detail.sessions()} />
      <Comments detail={detail} titleOf={props.model.titleOf} />
      <Activity task={props.task} detail={detail} titleOf={props.model.titleOf} />
    </div>
  );
}
