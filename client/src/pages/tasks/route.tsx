import { usePageTitle } from "../../shell/page-title.ts";
import { useLate } from "../../ui/late.ts";
import { createTasksModel } from "./model.ts";
import { TasksView } from "./view.tsx";

export default function TasksPage() {
  const model = createTasksModel();
  useLate(async () => {
    const { useTaskKeys } = await import("./keys.ts");
    return () => useTaskKeys(model);
  });
  usePageTitle(() => {
    const task = model.opened.task();
    return task ? `#${task.number} ${task.title}` : "Tasks";
  });
  return <TasksView model={model} />;
}
