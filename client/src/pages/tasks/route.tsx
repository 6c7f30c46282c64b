import { getOwner, onCleanup, onMount, runWithOwner } from "solid-js";
import { usePageTitle } from "../../shell/page-title.ts";
import { createTasksModel } from "./model.ts";
import { TasksView } from "./view.tsx";

export default function TasksPage() {
  const model = createTasksModel();
  const owner = getOwner();
  let isGone = false;
  onCleanup(() => (isGone = true));
  /** The keys come behind the first paint. */
  const bindKeys = async () => {
    const { useTaskKeys } = await import("./keys.ts");
    if (!isGone) runWithOwner(owner, () => useTaskKeys(model));
  };
  onMount(() => void bindKeys().catch(reportError));
  usePageTitle(() => {
    const task = model.detail.task();
    return task ? `#${task.number} ${task.title}` : "Tasks";
  });
  return <TasksView model={model} />;
}
