import type { CreateTask, Task, UpdateTask } from "../../../shared/task.ts";
import { showToast } from "../shell/toast.ts";
import { explain } from "../api/errors.ts";
import { applyTask, findTask } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";

/** The actions on tasks that every page shares: shown at once, taken back when the server refuses. */

export async function createTask(input: CreateTask): Promise<Task> {
  const task = await api.tasks.create.mutate(input);
  applyTask({ type: "created", task });
  return task;
}

async function updateTask(task: Task, patch: Omit<UpdateTask, "id">): Promise<void> {
  applyTask({ type: "updated", task: { ...task, ...patch, updatedBy: "owner", updatedAt: new Date() } });
  try {
    applyTask({ type: "updated", task: await api.tasks.update.mutate({ id: task.id, ...patch }) });
  } catch (error) {
    applyTask({ type: "updated", task });
    showToast({ message: `Not saved: ${explain(error)}`, kind: "error" });
  }
}

async function restoreTask(task: Task): Promise<void> {
  applyTask({ type: "created", task });
  try {
    applyTask({ type: "created", task: await api.tasks.restore.mutate({ id: task.id }) });
  } catch (error) {
    applyTask({ type: "removed", task });
    showToast({ message: `“${task.title}” could not be brought back: ${explain(error)}`, kind: "error" });
  }
}

export async function removeTask(task: Task): Promise<void> {
  applyTask({ type: "removed", task });
  try {
    await api.tasks.remove.mutate({ id: task.id });
    showToast({
      message: `Deleted “${task.title}”`,
      action: { label: "Undo", run: () => void restoreTask(task) },
    });
  } catch (error) {
    applyTask({ type: "created", task });
    showToast({ message: `Not deleted: ${explain(error)}`, kind: "error" });
  }
}

/** Changes a task that some list or page has loaded; the caller holds its id only. */
export function updateTaskById(id: string, patch: Omit<UpdateTask, "id">): void {
  const task = findTask(id);
  if (task) void updateTask(task, patch);
}
