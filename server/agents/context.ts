import type { Comment } from "../../shared/comment.ts";
import type { Task } from "../../shared/task.ts";
import { shorten } from "../../shared/text.ts";

/** So many comments, the newest, go with a task; an agent reads the others with get_task. */
const COMMENTS = 20;
const COMMENT_LENGTH = 4_000;

/** The task of a session, and what hangs on it. */
export type TaskContext = { task: Task; subtasks: readonly Task[]; comments: readonly Comment[] };

/** What an agent is told beside the person's prompt: where it is, what it works on and which of Porter's tools it has. */
export function describeContext(given: TaskContext | undefined): string {
  const parts = [
    "You work for Porter, a home server that keeps its owner's tasks. The owner reads your answers in Porter's web app and may be away: say what you did and what is left.",
    "Porter's own tools are the MCP tools mcp__porter__*: list, read, create and update tasks, read notifications, and get_context for the task and session you work for. Use them when the state of a task changes; what you change there is shown to the owner at once, under the name of this session.",
  ];
  if (given) parts.push("You were started on this task of the owner's:", describeTask(given));
  return parts.join("\n\n");
}

function describeTask({ task, subtasks, comments }: TaskContext): string {
  const facts = [
    `id: ${task.id}`,
    `number: #${task.number}`,
    `title: ${task.title}`,
    `status: ${task.status}`,
    `priority: ${task.priority}`,
    `tags: ${task.tags.length > 0 ? task.tags.join(", ") : "none"}`,
    `due: ${task.dueAt ? task.dueAt.toISOString() : "no date"}`,
    ...(task.recurrence === null ? [] : [`repeats: ${task.recurrence}`]),
  ];
  const description = task.description === "" ? [] : [`<description>\n${task.description}\n</description>`];
  const steps = subtasks.map(({ number, title, status }) => `#${number} ${title} (${status})`);
  const said = comments
    .slice(-COMMENTS)
    .map(({ author, text }) => `<comment by="${author}">\n${shorten(text, COMMENT_LENGTH)}\n</comment>`);
  return [
    "<task>",
    ...facts,
    ...description,
    ...(steps.length > 0 ? ["<subtasks>", ...steps, "</subtasks>"] : []),
    ...said,
    "</task>",
  ].join("\n");
}
