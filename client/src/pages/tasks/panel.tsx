import { Show } from "solid-js";
import { Detail } from "./detail.tsx";
import { DetailMissing } from "./detail-missing.tsx";
import type { TasksModel } from "./model.ts";

/** A task beside the list, behind the first paint. */
export default function Panel(props: { id: string; model: TasksModel }) {
  return (
    <Show when={props.model.opened.task()} fallback={<DetailMissing model={props.model} />}>
      {(task) => <Detail id={props.id} task={task()} model={props.model} />}
    </Show>
  );
}
