import type { Actor } from "../../shared/actor.ts";
import {
  Task,
  type TaskStatus,
  type CreateTask,
  type ListTasks,
  type TaskChange,
  type TaskPage,
  type TaskRef,
  type UpdateTask,
} from "../../shared/task.ts";
import type { Db } from "../db/open.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import { createTaskStore } from "./store.ts";

export type Tasks = ReturnType<typeof createTasks>;

export function createTasks({ db, events }: { db: Db; events: Pick<EventLog, "write" | "findLatest"> }) {
  const store = createTaskStore(db);

  /** @throws PorterError NOT_FOUND */
  function get(id: string): Task {
    const task = store.find(id);
    if (!task) throw new PorterError("NOT_FOUND", "There is no task with this id.");
    return task;
  }

  return {
    get,
    find: store.find,

    /** @throws PorterError NOT_FOUND */
    getBy(ref: TaskRef): Task {
      if ("id" in ref) return get(ref.id);
      const task = store.findByNumber(ref.number);
      if (!task) throw new PorterError("NOT_FOUND", `There is no task #${ref.number}.`);
      return task;
    },

    list: (input: ListTasks): TaskPage => store.list(input),

    counts(): Record<TaskStatus, number> {
      const counts: Record<TaskStatus, number> = { todo: 0, in_progress: 0, done: 0, cancelled: 0 };
      for (const { status, count } of store.counts()) counts[status] = count;
      return counts;
    },

    create: (input: CreateTask, actor: Actor): Task =>
      events.write((append) => {
        const now = new Date();
        const status = input.status ?? "todo";
        const task = store.insert({
          id: Bun.randomUUIDv7(),
          title: input.title,
          description: input.description ?? "",
          status,
          priority: input.priority ?? "medium",
          tags: input.tags ?? [],
          dueAt: input.dueAt ?? null,
          createdBy: actor,
          createdAt: now,
          updatedBy: actor,
          updatedAt: now,
          completedAt: status === "done" ? now : null,
        });
        append({ kind: "task.created", subject: `task:${task.id}`, actor, after: task });
        return task;
      }),

    /** An update that changes nothing leaves no trace. */
    update: ({ id, ...given }: UpdateTask, actor: Actor): Task =>
      events.write((append) => {
        const before = get(id);
        const changed = { ...before, ...definedOf(given) };
        if (Bun.deepEquals(changed, before)) return before;
        const now = new Date();
        const completedAt = changed.status === "done" ? (before.completedAt ?? now) : null;
        const after = store.replace({ ...changed, completedAt, updatedBy: actor, updatedAt: now });
        append({ kind: "task.updated", subject: `task:${id}`, actor, before, after });
        return after;
      }),

    remove: (id: string, actor: Actor): Task =>
      events.write((append) => {
        const before = get(id);
        store.remove(id);
        append({ kind: "task.removed", subject: `task:${id}`, actor, before });
        return before;
      }),

    /**
     * Puts a removed task back as it was, from the event log.
     * @throws PorterError NOT_FOUND when the log no longer holds the removal, CONFLICT when it is not removed
     */
    restore: (id: string, actor: Actor): Task =>
      events.write((append) => {
        if (store.find(id)) throw new PorterError("CONFLICT", "This task is not removed.");
        const removal = events.findLatest(`task:${id}`, "task.removed");
        if (!removal) throw new PorterError("NOT_FOUND", "There is no removed task with this id.");
        const task = store.reinsert(Task.parse(removal.before));
        append({ kind: "task.created", subject: `task:${id}`, actor, after: task });
        return task;
      }),

    /** What an event of the log means to someone who watches tasks; undefined when it is about something else. */
    describe({ kind, before, after }: LogEvent): TaskChange | undefined {
      switch (kind) {
        case "task.created":
          return { type: "created", task: Task.parse(after) };
        case "task.updated":
          return { type: "updated", task: Task.parse(after) };
        case "task.removed":
          return { type: "removed", task: Task.parse(before) };
        default:
          return undefined;
      }
    },
  };
}

/** Without the keys whose value is undefined: a client that leaves a field out means "as it is". */
function definedOf<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>; // fromEntries forgets the keys it was given
  };
}
