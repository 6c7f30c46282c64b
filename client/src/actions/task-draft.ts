import type { CreateTask, Task } from "../../../shared/task.ts";

/** In front of every position that the server gives (they begin with a letter): new tasks stand on top. */
const TOP = "0";

/** A task that the server has not made yet, as it probably will be. Its number comes with the server's answer. */
export function draftTask(given: CreateTask & { id: string }): Task {
  const now = new Date();
  return {
    id: given.id,
    number: 0,
    title: given.title,
    description: given.description ?? "",
    status: given.status ?? "todo",
    priority: given.priority ?? "medium",
    tags: given.tags ?? [],
    dueAt: given.dueAt ?? null,
    recurrence: given.recurrence ?? null,
    previousId: null,
    remindAt: given.remindAt ?? null,
    parentId: given.parentId ?? null,
    position: TOP,
    subtasks: { total: 0, done: 0 },
    outsideText: null,
    createdBy: "owner",
    createdAt: now,
    updatedBy: "owner",
    updatedAt: now,
    completedAt: null,
  };
}
