import type { Actor } from "../../shared/actor.ts";
import type { Task } from "../../shared/task.ts";
import type { EventLog } from "../events/log.ts";
import type { Notifications } from "../notifications/service.ts";
import { ALARM_KINDS, alarmKey, alarmOf } from "./alarms.ts";
import { createPlaces } from "./places.ts";
import { isUntouched, nextOf } from "./series.ts";
import type { WrittenTask } from "./store/tasks.ts";
import type { Stores } from "./stores.ts";

/** The ways to write a task, inside one transaction, each with its event. */
export type Batch = {
  insert: (task: WrittenTask) => Task;
  replace: (before: Task, after: Task) => Task;
  remove: (task: Task) => void;
};

export type Changes = ReturnType<typeof createChanges>;

/**
 * Every write of tasks goes through here. What follows from a change (subtask counts of parents, alarms, the next
 * occurrence) is settled at the end of the batch, from what a task was before it and is after it: so it does not
 * matter in which order, or in how many steps, one batch changes things.
 */
export function createChanges(deps: {
  stores: Stores;
  events: Pick<EventLog, "write">;
  notifications: Pick<Notifications, "resolve">;
  timeZone: string;
}) {
  const { stores, events, notifications, timeZone } = deps;
  const { tasks, alarms } = stores;
  const places = createPlaces(tasks);

  return {
    write: <R>(actor: Actor, work: (batch: Batch) => R): R =>
      events.write((append) => {
        const now = new Date();
        const before = new Map<string, Task | undefined>();
        const told = new Map<string, Task["subtasks"]>();

        const batch: Batch = {
          insert(task) {
            noteParents(undefined, task);
            const after = tasks.insert(task);
            noteTask(task.id, undefined);
            append({ kind: "task.created", subject: `task:${task.id}`, actor, after });
            return after;
          },
          replace(was, wanted) {
            noteParents(was, wanted);
            const after = tasks.replace(wanted);
            noteTask(was.id, was);
            append({ kind: "task.updated", subject: `task:${was.id}`, actor, before: was, after });
            return after;
          },
          remove(task) {
            noteParents(task, undefined);
            tasks.remove(task.id);
            noteTask(task.id, task);
            append({ kind: "task.removed", subject: `task:${task.id}`, actor, before: task });
          },
        };

        const result = work(batch);
        for (const [id, was] of before) settleSeries(was, tasks.find(id));
        // After all of those, which make and remove occurrences.
        for (const [id, was] of before) settleAlarms(id, was, tasks.find(id));
        for (const [id, subtasks] of told) tellCounts(id, subtasks);
        return result;

        function noteTask(id: string, was: Task | undefined): void {
          if (!before.has(id)) before.set(id, was);
        }

        /** What the parents were counted to have before the batch. */
        function noteParents(was: WrittenTask | undefined, is: WrittenTask | undefined): void {
          for (const id of [was?.parentId, is?.parentId]) {
            const parent = id && !told.has(id) ? tasks.find(id) : undefined;
            if (parent) told.set(parent.id, parent.subtasks);
          }
        }

        function settleSeries(was: Task | undefined, is: Task | undefined): void {
          if (!was || !is) return;
          if (was.status !== "done" && is.status === "done") addNext(is);
          if (was.status === "done" && is.status !== "done" && is.status !== "cancelled") takeNextBack(is);
        }

        function settleAlarms(id: string, was: Task | undefined, is: Task | undefined): void {
          for (const kind of ALARM_KINDS) {
            const [old, at] = [alarmOf(was, kind, timeZone), alarmOf(is, kind, timeZone)];
            if (old?.getTime() === at?.getTime()) continue;
            if (at && at > now) alarms.set({ taskId: id, kind, at });
            else alarms.remove(id, kind);
            if (old) notifications.resolve(alarmKey(id, kind), actor);
          }
        }

        function addNext(done: Task): void {
          const next = tasks.findNext(done.id) ? undefined : nextOf(done, { now, timeZone });
          if (!next) return;
          batch.insert({
            ...next,
            id: Bun.randomUUIDv7(),
            status: "todo",
            position: places.behind(done.position),
            createdBy: actor,
            createdAt: now,
            updatedBy: actor,
            updatedAt: now,
            completedAt: null,
          });
        }

        function takeNextBack(reopened: Task): void {
          const next = tasks.findNext(reopened.id);
          const isTalkedAbout = next !== undefined && stores.comments.list(next.id, 1).length > 0;
          if (next && isUntouched(next) && !isTalkedAbout) batch.remove(next);
        }

        function tellCounts(id: string, subtasks: Task["subtasks"]): void {
          const after = tasks.find(id);
          if (!after || Bun.deepEquals(after.subtasks, subtasks)) return;
          const before = { ...after, subtasks };
          append({ kind: "task.updated", subject: `task:${id}`, actor, before, after });
        }
      }),
  };
}
