import type {
  ListTasks,
  Task,
  TaskChange,
  TaskFilter,
  TaskPriority,
  TaskSort,
} from "../../../shared/task.ts";
import { placeItem, type Pages } from "./pages.ts";

const weight: Record<TaskPriority, number> = { urgent: 0, high: 1, medium: 2, low: 3 };
/** The last date that JavaScript can hold: tasks without a due date come last. */
const never = 8.64e15;

/** The words of a text as SQLite's unicode61 tokenizer makes them: letters and digits, in lower case, without marks. */
const wordsOf = (text: string): string[] =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

function matchesQuery(task: Task, query: string): boolean {
  const wanted = wordsOf(query);
  if (wanted.length === 1 && wanted[0] === String(task.number)) return true;
  const words = wordsOf(`${task.title}\n${task.description}\n${task.tags.join(" ")}`);
  return wanted.every((start) => words.some((word) => word.startsWith(start)));
}

function isDue(dueAt: Date | null, due: NonNullable<TaskFilter["due"]>): boolean {
  if (due === "none") return dueAt === null;
  if (dueAt === null) return due.from === undefined && due.before === undefined;
  return (due.from === undefined || dueAt >= due.from) && (due.before === undefined || dueAt < due.before);
}

/** The server's own answer to "does this task belong in this list", for lists that are already on the screen. */
export function matchesTask(task: Task, filter: TaskFilter): boolean {
  const { status, priority, tag, due, parentId, query } = filter;
  if (status !== undefined && ![status].flat().includes(task.status)) return false;
  if (priority !== undefined && ![priority].flat().includes(task.priority)) return false;
  const tags = tag === undefined ? [] : [tag].flat().map((each) => each.replace(/^#+/, "").toLowerCase());
  if (!tags.every((each) => task.tags.includes(each))) return false;
  if (due !== undefined && !isDue(task.dueAt, due)) return false;
  if (parentId !== undefined && task.parentId !== parentId) return false;
  return query === undefined || matchesQuery(task, query);
}

const byNumber = (a: Task, b: Task) => a.number - b.number;
/** As the server sorts (server/tasks/store/). */
const compareBy: Record<TaskSort, (a: Task, b: Task) => number> = {
  manual: (a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : byNumber(a, b)),
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
