import { usePageTitle } from "../../shell/page-title.ts";
import { useTaskKeys } from "./keys.ts";
import { createTasksModel } from "./model.ts";
import { TasksView } from "./view.tsx";

export default function TasksPage() {
  const model = createTasksModel();
  useTaskKeys(model);
  usePageTitle(() => {
    const task = model.detail.task();
    return task ? `#${task.number} ${task.title}` : "Tasks";
  });
  return <TasksView model={model} />;
}
