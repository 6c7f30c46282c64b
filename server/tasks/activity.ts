import { TaskField, type Task, type TaskActivity } from "../../shared/task.ts";
import type { LogEvent } from "../events/log.ts";
import { readSnapshot } from "./snapshot.ts";

export type Deed = Pick<TaskActivity, "kind" | "changes"> & { before?: Task; after?: Task };

/** What was done, or undefined for an event that no person is told of: a count of subtasks, an edited comment. */
export function deedOf(event: LogEvent, isRestored: (event: LogEvent) => boolean): Deed | undefined {
  switch (event.kind) {
    case "task.created":
      return { kind: isRestored(event) ? "restored" : "created", changes: [] };
    case "task.removed":
      return { kind: "removed", changes: [] };
    case "comment.created":
      return { kind: "commented", changes: [] };
    case "task.updated": {
      const [before, after] = [readSnapshot(event.before), readSnapshot(event.after)];
      const changes = changesBetween(before, after);
      if (changes.length > 0) return { kind: "updated", changes, before, after };
      return before.position === after.position ? undefined : { kind: "moved", changes, before, after };
    }
    default:
      return undefined;
  }
}

function changesBetween(before: Task, after: Task): TaskActivity["changes"] {
  return TaskField.options
    .filter((field) => !Bun.deepEquals(before[field], after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

const WORDS: Record<TaskField, string> = {
  title: "title",
  description: "description",
  status: "status",
  priority: "priority",
  tags: "tags",
  dueAt: "due date",
  recurrence: "recurrence",
  remindAt: "reminder",
  parentId: "parent",
};

/** What has become of the task since a deed that stands in the way of taking it back; empty when nothing has. */
export function changedSince({ kind, changes, after }: Deed, task: Task): string[] {
  if (kind === "moved") return task.position === after?.position ? [] : ["place"];
  return changes
    .filter(({ field, after }) => !Bun.deepEquals(task[field], after))
    .map(({ field }) => WORDS[field]);
}
