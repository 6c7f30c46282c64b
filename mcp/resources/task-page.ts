import type { TaskDetails } from "../tools/task-view.ts";
import { quote, readableLine } from "./markdown.ts";

/** As Markdown. What people and services wrote stands in quotes, so that none of it looks like Porter's words. */
export function toTaskPage(task: TaskDetails): string {
  const facts: [string, string | undefined | null][] = [
    ["Id", task.id],
    ["Status", task.status],
    ["Priority", task.priority],
    ["Tags", readableLine(task.tags.join(", "))],
    ["Due", task.due_at],
    ["Repeats", task.recurrence],
    ["Reminder", task.remind_at],
    ["Subtask of", task.parent_id],
    ["Created", `${task.created_at} by ${task.created_by}`],
    ["Changed", `${task.updated_at} by ${task.updated_by}`],
    ["Completed", task.completed_at],
  ];
  return [
    `# #${task.number} ${readableLine(task.title)}`,
    ...marked(task),
    facts.flatMap(([name, value]) => (value ? [`- ${name}: ${value}`] : [])).join("\n"),
    ...(task.description === "" ? [] : ["## Description", quote(task.description)]),
    ...(task.subtasks.length === 0 ? [] : ["## Subtasks", task.subtasks.map(toLine).join("\n")]),
    ...(task.comments.length === 0 ? [] : ["## Comments"]),
    ...(task.omitted_comments ? [`The ${task.omitted_comments} older ones are not shown.`] : []),
    ...task.comments.flatMap((comment) => [
      `### ${comment.at}, ${comment.author}`,
      ...marked(comment),
      quote(comment.text),
    ]),
  ].join("\n\n");
}

const marked = ({ outside_text }: { outside_text?: string | undefined }) =>
  outside_text === undefined ? [] : [`**${outside_text}**`];

function toLine({ number, title, status, outside_text }: TaskDetails["subtasks"][number]): string {
  const mark = outside_text === undefined ? "" : ` (${outside_text})`;
  return `- #${number} ${status}: ${readableLine(title)}${mark}`;
}
