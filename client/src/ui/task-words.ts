import type { TaskPriority, TaskStatus } from "../../../shared/task.ts";

/** Ordered as they stand on the page; typed so that a new status cannot be forgotten. */
export const statusWords: Record<TaskStatus, string> = {
  in_progress: "In progress",
  todo: "To do",
  done: "Done",
  cancelled: "Cancelled",
};
export const priorityWords: Record<TaskPriority, string> = {
  urgent: "Urgent",
  high: "High",
  medium: "Medium",
  low: "Low",
};

// Object.keys forgets the key type of a Record.
export const statuses = Object.keys(statusWords) as TaskStatus[];
export const priorities = Object.keys(priorityWords) as TaskPriority[];

export const isStatus = (value: string): value is TaskStatus => Object.hasOwn(statusWords, value);
export const isPriority = (value: string): value is TaskPriority => Object.hasOwn(priorityWords, value);

export const isClosed = (status: TaskStatus): boolean => status === "done" || status === "cancelled";
