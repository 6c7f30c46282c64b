import { usePageTitle } from "../../shell/page-title.ts";
import { createTasksModel } from "./model.ts";
import { TasksView } from "./view.tsx";

export default function TasksPage() {
  const model = createTasksModel();
  usePageTitle(() => {
    const task = model.task();
    return task ? `#${task.number} ${task.title}` : "Tasks";
  });
  return <TasksView model={model} />;
}
