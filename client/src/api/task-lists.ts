import type { ListTasks, Task, TaskChange, TaskPriority, TaskSort } from "../../../shared/task.ts";
import { placeItem, type Pages } from "./pages.ts";

const weight: Record<TaskPriority, number> = { urgent: 0, high: 1, medium: 2, low: 3 };
/** The last date that JavaScript can hold: tasks without a due date come last. */
const never = 8.64e15;

/** The server's own answer to "does this task belong in this list", for lists that are already on the screen. */
export function matchesTask(task: Task, filter: ListTasks): boolean {
  if (filter.status !== undefined && ![filter.status].flat().includes(task.status)) return false;
  if (filter.priority !== undefined && filter.priority !== task.priority) return false;
  if (filter.tag !== undefined && !task.tags.includes(filter.tag.replace(/^#+/, "").toLowerCase()))
    return false;
  const words = (filter.query ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${task.title}\n${task.description}\n${task.tags.join(" ")}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

const byNumber = (a: Task, b: Task) => a.number - b.number;
/** As the server sorts (server/tasks/store.ts). */
const compareBy: Record<TaskSort, (a: Task, b: Task) => number> = {
  created: (a, b) => byNumber(b, a),
  updated: (a, b) => b.updatedAt.getTime() - a.updatedAt.getTime() || byNumber(b, a),
  due: (a, b) => (a.dueAt?.getTime() ?? never) - (b.dueAt?.getTime() ?? never) || byNumber(a, b),
  priority: (a, b) => weight[a.priority] - weight[b.priority] || byNumber(b, a),
};

export function applyTaskChange(pages: Pages<Task>, filter: ListTasks, change: TaskChange): Pages<Task> {
  return placeItem(pages, {
    item: change.task,
    keep: change.type !== "removed" && matchesTask(change.task, filter),
    compare: compareBy[filter.sort ?? "created"],
  });
}
