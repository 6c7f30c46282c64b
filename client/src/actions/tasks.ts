import type { ParsedTask, QuickAdd, Task, UpdateTask } from "../../../shared/task.ts";
import { explain } from "../api/errors.ts";
import { applyTask, applyTasks, findTask } from "../api/feed-cache.ts";
import { newId } from "../api/ids.ts";
import { api } from "../api/options.ts";
import { send } from "../api/outbox.ts";
import { offerUndo, showToast } from "../shell/toast.ts";
import { draftTask } from "./task-draft.ts";

/**
 * The actions on tasks that every page shares. Each is shown at once and taken back when the server refuses; while the
 * server cannot be reached it waits in the outbox. What came of it the stream tells, in order with what others did: an
 * answer may be older than what the page has by then.
 */

export type TaskPatch = Omit<UpdateTask, "id">;

const quoted = (task: Task) => `“${task.title}”`;
export const nameOf = (tasks: readonly Task[]) =>
  tasks.length === 1 && tasks[0] ? quoted(tasks[0]) : `${tasks.length} tasks`;

export const refuse = (deed: string, error: unknown) =>
  showToast({ message: `Not ${deed}: ${explain(error)}`, kind: "error" });

/** The person's own: `Europe/Vienna`. */
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What `quickAdd` would understand of a line. */
export const parseLine = (text: string): Promise<ParsedTask> => api.tasks.parse.query({ text, timeZone });

type Given = Omit<QuickAdd, "text" | "id">;

/** A line as a person types it; the server understands it. While it waits, the task stands as it probably will be. */
export async function quickAdd(text: string, given: Given = {}): Promise<Task> {
  const input = { timeZone, ...given, text, id: newId(), typedAt: new Date() };
  const sent = await send(api.tasks.quickAdd, input, `“${text}”`);
  const task = sent.status === "done" ? sent.answer : draftTask({ ...given, id: input.id, title: text });
  if (!findTask(task.id)) applyTask({ type: "created", task });
  return task;
}

/** As `quickAdd`, but tells a refusal itself. Returns whether there is a task. */
export async function addTask(text: string, given: Given = {}): Promise<boolean> {
  try {
    await quickAdd(text, given);
    return true;
  } catch (error) {
    refuse("created", error);
    return false;
  }
}

/** Changes tasks together. `undo`: what a toast that offers the way back says; none when left out. */
async function change(tasks: readonly Task[], patches: readonly TaskPatch[], undo?: string): Promise<void> {
  const updatedAt = new Date();
  applyTasks(
    tasks.map((task, index) => ({
      type: "updated",
      task: { ...task, ...patches[index], updatedBy: "owner", updatedAt },
    })),
  );
  const back = tasks.map((task, index) => before(task, patches[index] ?? {}));
  const withdraw = undo === undefined ? undefined : offerUndo(undo, () => void change(tasks, back));
  const changes = tasks.map((task, index) => ({ ...patches[index], id: task.id }));
  try {
    await send(api.tasks.updateMany, { changes }, nameOf(tasks));
  } catch (error) {
    withdraw?.();
    applyTasks(tasks.map((task) => ({ type: "updated", task })));
    refuse("saved", error);
  }
}

/** The values that a patch overwrites. */
const before = (task: Task, patch: TaskPatch): TaskPatch =>
  Object.fromEntries(Object.keys(patch).map((key) => [key, task[key as keyof TaskPatch]])); // a patch's keys

const closing = (task: Task, { status }: TaskPatch): boolean =>
  status !== task.status && (status === "done" || status === "cancelled");

/** Changes tasks that some list or page has loaded; the caller holds their ids only. Closing one offers the way back. */
export function updateTasks(ids: readonly string[], patchOf: (task: Task) => TaskPatch, undo?: string): void {
  const tasks = ids.flatMap((id) => findTask(id) ?? []);
  if (tasks.length === 0) return;
  const patches = tasks.map(patchOf);
  const [first] = tasks;
  const closed = first && closing(first, patches[0] ?? {}) ? `Closed ${nameOf(tasks)}` : undefined;
  void change(tasks, patches, undo ?? closed);
}

export const updateTaskById = (id: string, patch: TaskPatch): void => updateTasks([id], () => patch);

async function restore(tasks: readonly Task[]): Promise<void> {
  applyTasks(tasks.map((task) => ({ type: "created", task })));
  try {
    await send(api.tasks.restoreMany, { ids: tasks.map(({ id }) => id) }, nameOf(tasks));
  } catch (error) {
    applyTasks(tasks.map((task) => ({ type: "removed", task })));
    refuse("brought back", error);
  }
}

export async function removeTasks(ids: readonly string[]): Promise<void> {
  const tasks = ids.flatMap((id) => findTask(id) ?? []);
  if (tasks.length === 0) return;
  applyTasks(tasks.map((task) => ({ type: "removed", task })));
  const withdraw = offerUndo(`Deleted ${nameOf(tasks)}`, () => void restore(tasks));
  try {
    await send(api.tasks.removeMany, { ids: tasks.map(({ id }) => id) }, nameOf(tasks));
  } catch (error) {
    withdraw();
    applyTasks(tasks.map((task) => ({ type: "created", task })));
    refuse("deleted", error);
  }
}
