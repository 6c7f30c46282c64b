import ArrowLeft from "lucide-solid/icons/arrow-left";
import Trash from "lucide-solid/icons/trash";
import X from "lucide-solid/icons/x";
import { createSignal, onMount } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { TagNumber } from "../../ui/glyphs.tsx";
import { isTyping } from "../../ui/plain-key.ts";
import { DetailFields } from "./detail-fields.tsx";
import { DescriptionField, TitleField } from "./detail-texts.tsx";
import type { TasksModel } from "./model.ts";
import { StartAgent } from "./start-agent.tsx";
import { TaskHistory } from "./task-history.tsx";

/** A task, edited in place. `id` is fixed for the life of the panel, so a late save can never hit another task. */
export function Detail(props: { id: string; task: Task; model: TasksModel }) {
  const [panel, setPanel] = createSignal<HTMLDivElement>();
  const change = (patch: Parameters<TasksModel["change"]>[1]) => props.model.change(props.id, patch);

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
        <TagNumber number={props.task.number} />
        <div class="ml-auto flex items-center gap-1">
          <button
            type="button"
            class="icon-button"
            aria-label="Delete task"
            title="Delete task"
            onClick={() => props.model.remove(props.task)}
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
      <StartAgent task={props.task} model={props.model} />
      <DetailFields task={props.task} change={change} />
      <DescriptionField value={props.task.description} save={(description) => change({ description })} />
      <TaskHistory task={props.task} sessions={props.model.sessions()} titleOf={props.model.titleOf} />
    </div>
  );
}
