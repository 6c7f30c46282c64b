import type { Message } from "../../shared/message.ts";
import type { Task } from "../../shared/task.ts";

const at = new Date("2026-03-01T10:00:00Z");

export const task = (number: number, change: Partial<Task> = {}): Task => ({
  id: `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`,
  number,
  title: `Task ${number}`,
  description: "",
  status: "todo",
  priority: "medium",
  tags: [],
  dueAt: null,
  recurrence: null,
  previousId: null,
  remindAt: null,
  parentId: null,
  position: `a${number}`,
  subtasks: { total: 0, done: 0 },
  outsideText: null,
  createdBy: "owner",
  createdAt: at,
  updatedBy: "owner",
  updatedAt: at,
  completedAt: null,
  ...change,
});

export const message = (seq: number, change: Partial<Message> = {}): Message => ({
  id: `message-${seq}`,
  sessionId: "session",
  seq,
  role: "assistant",
  content: [{ type: "text", text: "" }],
  state: "done",
  parentToolUseId: null,
  createdAt: at,
  ...change,
});
