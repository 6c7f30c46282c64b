import type { Task } from "../../shared/task.ts";

/** What an agent is told beside the person's prompt: where it is, what it works on and which of Porter's tools it has. */
export function describeContext({ task }: { task: Task | undefined }): string {
  const parts = [
    "You work for Porter, a home server that keeps its owner's tasks. The owner reads your answers in Porter's web app and may be away: say what you did and what is left.",
    "Porter's own tools are the MCP tools mcp__porter__*: list, read, create and update tasks, read notifications, and get_context for the task and session you work for. Use them when the state of a task changes; what you change there is shown to the owner at once, under the name of this session.",
  ];
  if (task) parts.push("You were started on this task of the owner's:", describeTask(task));
  return parts.join("\n\n");
}

function describeTask(task: Task): string {
  const facts = [
    `id: ${task.id}`,
    `number: #${task.number}`,
    `title: ${task.title}`,
    `status: ${task.status}`,
    `priority: ${task.priority}`,
    `tags: ${task.tags.length > 0 ? task.tags.join(", ") : "none"}`,
    `due: ${task.dueAt ? task.dueAt.toISOString() : "no date"}`,
  ];
  const description = task.description === "" ? [] : [`<description>\n${task.description}\n</description>`];
  return ["<task>", ...facts, ...description, "</task>"].join("\n");
}
