import { PorterError } from "../errors.ts";
import type { TaskStore } from "./store/tasks.ts";

/** A task, its subtasks and theirs. */
const MAX_DEPTH = 3;

/** Ids above a task that has this parent, the nearest first; one of a task that was removed ends the line. */
function lineAbove(store: TaskStore, parentId: string): string[] {
  const ids: string[] = [];
  for (let id: string | null | undefined = parentId; id && !ids.includes(id); id = store.find(id)?.parentId) {
    ids.push(id);
  }
  return ids;
}

/** How many levels a task has with its subtasks, 1 without any; not counted beyond what is too many. */
function levelsOf(store: TaskStore, id: string): number {
  let levels = 0;
  for (let ids = [id]; ids.length > 0 && levels <= MAX_DEPTH; levels++) ids = store.childrenOf(ids);
  return levels;
}

/** Restored parents can close a circle that was open while they were away. */
export const isAbove = (store: TaskStore, { id, parentId }: { id: string; parentId: string }): boolean =>
  id === parentId || lineAbove(store, parentId).includes(id);

/** @throws PorterError NOT_FOUND for a parent that is not there, INVALID for one that cannot be the parent */
export function checkParent(store: TaskStore, task: { id: string; parentId: string }): void {
  if (isAbove(store, task)) throw new PorterError("INVALID", "A task cannot be a subtask of itself.");
  const above = lineAbove(store, task.parentId).filter((id) => store.find(id));
  if (above.length === 0) throw new PorterError("NOT_FOUND", "There is no task with the id of this parent.");
  if (above.length + levelsOf(store, task.id) > MAX_DEPTH)
    throw new PorterError("INVALID", `Subtasks go ${MAX_DEPTH} levels deep at most.`);
}
