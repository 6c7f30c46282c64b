import { isFromOutside, type Actor } from "../../shared/actor.ts";
import type { CreateTask, Task, UpdateTask } from "../../shared/task.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Batch } from "./changes.ts";
import { checkParent, isAbove } from "./hierarchy.ts";
import type { createPlaces } from "./places.ts";
import { scheduleOf } from "./series.ts";
import { readSnapshot } from "./snapshot.ts";
import type { TaskStore } from "./store/tasks.ts";

export type Edits = ReturnType<typeof createEdits>;

/** The rules for one task: what may be written, and what else changes with it. Each works inside a batch. */
export function createEdits(deps: {
  store: TaskStore;
  events: Pick<EventLog, "findLatest">;
  places: ReturnType<typeof createPlaces>;
  timeZone: string;
}) {
  const { store, events, places, timeZone } = deps;

  /** @throws PorterError NOT_FOUND */
  function get(id: string): Task {
    const task = store.find(id);
    if (!task) throw new PorterError("NOT_FOUND", "There is no task with this id.");
    return task;
  }

  const findRemoval = (id: string) => events.findLatest(`task:${id}`, "task.removed");

  /** One that was removed and not brought back, as it was. */
  function findRemoved(id: string): Task | undefined {
    const removal = store.find(id) ? undefined : findRemoval(id);
    return removal && readSnapshot(removal.before);
  }

  return {
    get,
    findRemoved,

    create(batch: Batch, input: CreateTask, actor: Actor): Task {
      const { id = Bun.randomUUIDv7(), status = "todo", parentId = null } = input;
      const standing = input.id === undefined ? undefined : store.find(id);
      if (standing) return standing;
      if (input.id !== undefined && findRemoval(id))
        throw new PorterError("CONFLICT", "The task with this id was removed.");
      if (parentId !== null) checkParent(store, { id, parentId });
      const now = new Date();
      return batch.insert({
        id,
        title: input.title,
        description: input.description ?? "",
        status,
        priority: input.priority ?? "medium",
        tags: input.tags ?? [],
        ...scheduleOf({ dueAt: null, recurrence: null }, input, { now, timeZone }),
        previousId: null,
        remindAt: input.remindAt ?? null,
        parentId,
        position: places.top(),
        outsideText: isFromOutside(actor) ? actor : null,
        createdBy: actor,
        createdAt: now,
        updatedBy: actor,
        updatedAt: now,
        completedAt: status === "done" ? now : null,
      });
    },

    update(
      batch: Batch,
      { id, ...given }: UpdateTask & { position?: string | undefined },
      actor: Actor,
    ): Task {
      const before = get(id);
      const now = new Date();
      const wanted = { ...before, ...definedOf(given) };
      const changed = { ...wanted, ...scheduleOf(before, given, { now, timeZone }) };
      if (Bun.deepEquals(changed, before)) return before;
      if (Bun.deepEquals({ ...changed, position: before.position }, before))
        return batch.replace(before, changed);
      const { parentId } = changed;
      if (parentId !== null && parentId !== before.parentId) checkParent(store, { id, parentId });
      const outsideText = isFromOutside(actor) && isReworded(before, changed) ? actor : before.outsideText;
      const completedAt = changed.status === "done" ? (before.completedAt ?? now) : null;
      return batch.replace(before, {
        ...changed,
        outsideText,
        completedAt,
        updatedBy: actor,
        updatedAt: now,
      });
    },

    remove(batch: Batch, id: string): Task {
      const task = get(id);
      batch.remove(task);
      return task;
    },

    /** What the others have become meanwhile holds: a place that is taken, a series that went on, a circle. */
    restore(batch: Batch, id: string): Task {
      if (store.find(id)) throw new PorterError("CONFLICT", "This task is not removed.");
      const removed = findRemoved(id);
      if (!removed) throw new PorterError("NOT_FOUND", "There is no removed task with this id.");
      const { subtasks: _, ...task } = removed;
      const { previousId, parentId } = task;
      return batch.insert({
        ...task,
        position: places.freeAt(task.position),
        previousId: previousId !== null && store.findNext(previousId) ? null : previousId,
        parentId: parentId !== null && isAbove(store, { id, parentId }) ? null : parentId,
      });
    },
  };
}

const isReworded = (before: Task, after: Task): boolean =>
  before.title !== after.title ||
  before.description !== after.description ||
  !Bun.deepEquals(before.tags, after.tags);

/** Without the keys whose value is undefined: a client that leaves a field out means "as it is". */
function definedOf<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>; // fromEntries forgets the keys it was given
  };
}
