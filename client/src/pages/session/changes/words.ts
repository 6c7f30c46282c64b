import type { ChangeDeed } from "../../../../../shared/session-change.ts";
import type { TaskField } from "../../../../../shared/task.ts";
import { isPriority, isStatus, priorityWords, statusWords } from "../../../ui/task-words.ts";
import { describeMoment } from "../../../ui/time.ts";

type TaskDeed = Extract<ChangeDeed, { type: "task" }>;

const taskVerbs: Record<TaskDeed["kind"], string> = {
  created: "Created",
  updated: "Changed",
  removed: "Deleted",
  restored: "Brought back",
  moved: "Moved",
  commented: "Commented on",
};
const commentVerbs = {
  created: "Commented on",
  updated: "Edited a comment on",
  removed: "Removed a comment of",
};

const fieldNames: Record<TaskField, string> = {
  title: "Title",
  description: "Description",
  status: "Status",
  priority: "Priority",
  tags: "Tags",
  dueAt: "Due",
  recurrence: "Repeats",
  remindAt: "Reminder",
  parentId: "Parent",
};

/** What was done, as it stands in front of what it was done to. */
export function verbOf(deed: ChangeDeed): string {
  switch (deed.type) {
    case "task":
      return taskVerbs[deed.kind];
    case "comment":
      return commentVerbs[deed.kind];
    case "notification":
      return "Told you";
    case "session":
      return "Started";
    case "action":
      return "Ran";
  }
}

/** What it was done to, and where that stands; the link is null when it is gone. */
export function objectOf(deed: ChangeDeed): { words: string; link: string | null } {
  switch (deed.type) {
    case "task": {
      const link = deed.kind === "removed" ? null : `/tasks/${deed.taskId}`;
      return { words: `#${deed.number} ${deed.title}`, link };
    }
    case "comment": {
      const isThere = deed.number !== null;
      return {
        words: isThere ? `#${deed.number}` : "a task",
        link: isThere ? `/tasks/${deed.taskId}` : null,
      };
    }
    case "notification":
      return { words: `“${deed.title}”`, link: null };
    case "session":
      return { words: deed.title || "a session", link: `/agents/${deed.sessionId}` };
    case "action":
      return { words: `${deed.integrationId}: ${deed.action}`, link: `/integrations/${deed.integrationId}` };
  }
}

/** What more there is to say of it, one line each. */
export function detailsOf(deed: ChangeDeed): { label: string | null; text: string }[] {
  switch (deed.type) {
    case "task":
      return deed.changes.map(({ field, before, after }) => ({
        label: fieldNames[field],
        text: field === "description" ? "rewritten" : `${valueOf(before)} → ${valueOf(after)}`,
      }));
    case "comment":
      return [{ label: null, text: deed.text }];
    case "notification":
      return [{ label: null, text: deed.body }];
    case "action":
      return deed.error === null ? [] : [{ label: "It failed", text: deed.error }];
    case "session":
      return [];
  }
}

function valueOf(value: unknown): string {
  if (value instanceof Date) return describeMoment(value);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((tag) => `#${tag}`).join(" ");
  if (typeof value !== "string" || value === "") return "none";
  if (isStatus(value)) return statusWords[value].toLowerCase();
  return isPriority(value) ? priorityWords[value].toLowerCase() : value;
}
