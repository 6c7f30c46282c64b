import type { Actor } from "../../shared/actor.ts";
import {
  CreateTask,
  type ListTasks,
  type MoveTasks,
  type ParsedTask,
  type QuickAdd,
  type QuickText,
  type Task,
  type TaskChange,
  type TaskFilter,
  type TaskPage,
  type TaskRef,
  type TaskStatus,
  type UpdateTask,
  type UpdateTasks,
} from "../../shared/task.ts";
import type { Db } from "../db/open.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import type { Notifications } from "../notifications/service.ts";
import { createChanges } from "./changes.ts";
import { createEdits } from "./edits.ts";
import { createHistory } from "./history.ts";
import { createPlaces } from "./places.ts";
import { parseQuickAdd } from "./quick-add/parse.ts";
import { readSnapshot } from "./snapshot.ts";
import { createStores } from "./stores.ts";

export type Tasks = ReturnType<typeof createTasks>;

export function createTasks(deps: {
  db: Db;
  events: Pick<EventLog, "write" | "find" | "findLatest" | "pageBack">;
  notifications: Pick<Notifications, "resolve">;
  /** IANA: the days of due dates and of series are days there. */
  timeZone: string;
}) {
  const { db, events } = deps;
  const stores = createStores(db);
  const store = stores.tasks;
  const places = createPlaces(store);
  const edits = createEdits({ ...deps, store, places });
  const changes = createChanges({ ...deps, stores });
  const { get } = edits;

  /** As they are after all of it, in the order given. */
  const standing = (ids: readonly string[]): { items: Task[] } => ({
    items: [...new Set(ids)].flatMap((id) => store.find(id) ?? []),
  });

  const parse = ({ text, timeZone = deps.timeZone, typedAt = new Date() }: QuickText): ParsedTask =>
    parseQuickAdd(text, { now: typedAt, timeZone });

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

    /** Of the tasks that the filter lets through, whatever it says about their status. */
    counts(filter: TaskFilter = {}): Record<TaskStatus, number> {
      const counts: Record<TaskStatus, number> = { todo: 0, in_progress: 0, done: 0, cancelled: 0 };
      for (const { status, count } of store.counts(filter)) counts[status] = count;
      return counts;
    },

    tags: () => ({ items: store.tags() }),

    /** @throws PorterError CONFLICT when the task with the id that was given has been removed */
    create: (input: CreateTask, actor: Actor): Task =>
      changes.write(actor, (batch) => edits.create(batch, input, actor)),

    /** An update that changes nothing leaves no trace. */
    update: (change: UpdateTask, actor: Actor): Task =>
      changes.write(actor, (batch) => edits.update(batch, change, actor)),

    updateMany({ changes: given }: UpdateTasks, actor: Actor): { items: Task[] } {
      changes.write(actor, (batch) => given.forEach((change) => edits.update(batch, change, actor)));
      return standing(given.map(({ id }) => id));
    },

    /**
     * Puts tasks beside another one in the manual order. That alone is no change of the task: who changed it last, and
     * when, stays.
     * @throws PorterError NOT_FOUND, and INVALID beside itself
     */
    move(input: MoveTasks, actor: Actor): { items: Task[] } {
      const ids = [...new Set(input.ids)];
      const [side, anchorId] =
        "before" in input ? ["before" as const, input.before] : ["after" as const, input.after];
      if (ids.includes(anchorId)) throw new PorterError("INVALID", "A task cannot be moved next to itself.");
      changes.write(actor, (batch) => {
        const positions = places.beside(get(anchorId), side, ids.map(get));
        ids.forEach((id, index) =>
          edits.update(batch, { id, status: input.status, position: positions[index] }, actor),
        );
      });
      return standing(ids);
    },

    remove: (id: string, actor: Actor): Task => changes.write(actor, (batch) => edits.remove(batch, id)),

    /** The tasks as they were. Those that were removed before stay so: sent twice, it has the effect of one. */
    removeMany: (ids: readonly string[], actor: Actor): { items: Task[] } => ({
      items: changes.write(actor, (batch) =>
        [...new Set(ids)].map((id) => edits.findRemoved(id) ?? edits.remove(batch, id)),
      ),
    }),

    /**
     * Puts a removed task back as it was, from the event log.
     * @throws PorterError NOT_FOUND when the log no longer holds the removal, CONFLICT when it is not removed
     */
    restore: (id: string, actor: Actor): Task => changes.write(actor, (batch) => edits.restore(batch, id)),

    /** Those that stand already stay so. @throws PorterError NOT_FOUND when the log no longer holds one's removal */
    restoreMany(ids: readonly string[], actor: Actor): { items: Task[] } {
      const wanted = [...new Set(ids)];
      const gone = wanted.filter((id) => !store.find(id));
      changes.write(actor, (batch) => gone.forEach((id) => edits.restore(batch, id)));
      return standing(wanted);
    },

    /** What an event of the log means to someone who watches tasks; undefined when it is about something else. */
    describe({ kind, before, after }: LogEvent): TaskChange | undefined {
      switch (kind) {
        case "task.created":
          return { type: "created", task: readSnapshot(after) };
        case "task.updated":
          return { type: "updated", task: readSnapshot(after) };
        case "task.removed":
          return { type: "removed", task: readSnapshot(before) };
        default:
          return undefined;
      }
    },

    ...createHistory({ events, store, changes, edits, places }),

    /** What a line means, with nothing done about it. */
    parse,

    /**
     * A task from one line. What is given beside it holds unless the line says otherwise; tags add up.
     * @throws PorterError as `create`, and INVALID when what the line means does not fit into a task
     */
    quickAdd({ text, timeZone, typedAt, tags = [], priority, ...given }: QuickAdd, actor: Actor): Task {
      const { parts: _, ...parsed } = parse({ text, timeZone, typedAt });
      const task = CreateTask.safeParse({
        ...given,
        ...parsed,
        tags: [...tags, ...parsed.tags],
        priority: parsed.priority ?? priority,
      });
      if (!task.success) {
        const [issue] = task.error.issues;
        throw new PorterError(
          "INVALID",
          `This line makes no task: ${issue?.path.join(".")} ${issue?.message}.`,
        );
      }
      return changes.write(actor, (batch) => edits.create(batch, task.data, actor));
    },
  };
}
