import type { Comment } from "../../../../shared/comment.ts";
import type { Task } from "../../../../shared/task.ts";
import { minute, paint } from "../../output.ts";
import { facts, table, type Column } from "../../table.ts";

const isClosed = ({ status }: Task): boolean => status === "done" || status === "cancelled";
const isOverdue = (task: Task): boolean =>
  task.dueAt !== null && !isClosed(task) && task.dueAt.getTime() < Date.now();
const tagsOf = ({ tags }: Task): string => tags.map((tag) => `#${tag}`).join(" ");

/** `in_progress` → `in progress` */
const plainWords = (name: string): string => name.replaceAll("_", " ");

const COLUMNS: Column<Task>[] = [
  { head: "#", of: ({ number }) => String(number), style: () => "bold" },
  {
    head: "status",
    of: ({ status }) => plainWords(status),
    style: (task) => (isClosed(task) ? "dim" : undefined),
  },
  {
    head: "priority",
    of: ({ priority }) => priority,
    style: ({ priority }) => (priority === "urgent" ? "red" : undefined),
    yields: true,
  },
  {
    head: "due",
    of: ({ dueAt }) => (dueAt ? minute(dueAt) : ""),
    style: (task) => (isOverdue(task) ? "red" : undefined),
    yields: true,
  },
  { head: "title", of: ({ title }) => title, gives: true },
  { head: "tags", of: tagsOf, style: () => "dim", yields: true },
];

export const tasksInWords = (tasks: Task[]): string => table(tasks, COLUMNS);

export const line = (task: Task): string => `#${task.number} ${task.title} (${plainWords(task.status)})`;

export function taskInWords({ task, comments }: { task: Task; comments: Comment[] }): string {
  return [
    paint("bold", `#${task.number} ${task.title}`),
    facts([
      ["status", plainWords(task.status)],
      ["priority", task.priority],
      ["due", task.dueAt && minute(task.dueAt)],
      ["reminder", task.remindAt && minute(task.remindAt)],
      ["repeats", task.recurrence],
      ["tags", tagsOf(task)],
      ["subtasks", task.subtasks.total > 0 ? `${task.subtasks.done} of ${task.subtasks.total} done` : null],
      ["created", `${minute(task.createdAt)} by ${task.createdBy}`],
      ["changed", `${minute(task.updatedAt)} by ${task.updatedBy}`],
      ["from outside", task.outsideText],
      ["id", task.id],
    ]),
    ...(task.description === "" ? [] : ["", task.description]),
    ...comments.flatMap(({ author, createdAt, text }) => [
      "",
      paint("dim", `${minute(createdAt)} ${author}:`),
      text,
    ]),
  ].join("\n");
}
