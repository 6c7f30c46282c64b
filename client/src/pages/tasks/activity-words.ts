import type { TaskActivity, TaskField } from "../../../../shared/task.ts";
import { describeRule } from "../../ui/recurrence-words.ts";
import { isPriority, isStatus, priorityWords, statusWords } from "../../ui/task-words.ts";
import { describeMoment } from "../../ui/time.ts";

const list = new Intl.ListFormat("en");
const names: Record<TaskField, string> = {
  title: "title",
  description: "description",
  status: "status",
  priority: "priority",
  tags: "tags",
  dueAt: "due date",
  recurrence: "repetition",
  remindAt: "reminder",
  parentId: "parent",
};

function valueOf(field: TaskField, value: unknown): string | undefined {
  if (value === null) return "none";
  if (value instanceof Date) return describeMoment(value);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((tag) => `#${tag}`).join(" ");
  if (typeof value !== "string") return undefined;
  if (field === "status" && isStatus(value)) return statusWords[value].toLowerCase();
  if (field === "priority" && isPriority(value)) return priorityWords[value].toLowerCase();
  if (field === "recurrence") return describeRule(value);
  if (field === "title") return `“${value}”`;
  return undefined; // A description is too long for a line, a parent's id says nothing.
}

function describeChange({ field, before, after }: TaskActivity["changes"][number]): string {
  const [from, to] = [valueOf(field, before), valueOf(field, after)];
  if (field === "status" && to) return `set it to ${to}`;
  return from && to ? `changed the ${names[field]} from ${from} to ${to}` : `changed the ${names[field]}`;
}

/** What happened, as it follows on the name of who did it. */
export function describeActivity({ kind, changes }: TaskActivity): string {
  switch (kind) {
    case "created":
      return "created it";
    case "removed":
      return "deleted it";
    case "restored":
      return "brought it back";
    case "moved":
      return "moved it";
    case "commented":
      return "commented";
    default:
      return list.format(changes.map(describeChange));
  }
}
