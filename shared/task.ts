import { z } from "zod";
import { Actor } from "./actor.ts";
import { Cursor, Id, PageLimit } from "./ids.ts";
import { oneLine, plainText } from "./text.ts";

export const TaskStatus = z.enum(["todo", "in_progress", "done", "cancelled"]);
export type TaskStatus = z.infer<typeof TaskStatus>;

export const TaskPriority = z.enum(["low", "medium", "high", "urgent"]);
export type TaskPriority = z.infer<typeof TaskPriority>;

/** A tag is kept in lower case, without the `#` it is often typed with. */
export const Tag = oneLine(50)
  .transform((tag) => tag.replace(/^#+/, "").toLowerCase())
  .refine((tag) => /^[^\s,#]+$/.test(tag), "a tag is one word");

const Tags = z
  .array(Tag)
  .max(30)
  .transform((tags) => [...new Set(tags)]);

export const Task = z.object({
  id: Id,
  /** Short number for people: #12. Never used twice. */
  number: z.number().int(),
  title: z.string(),
  description: z.string(),
  status: TaskStatus,
  priority: TaskPriority,
  tags: z.array(z.string()),
  dueAt: z.date().nullable(),
  createdBy: Actor,
  createdAt: z.date(),
  /** Who changed it last: the answer to "which session did this". */
  updatedBy: Actor,
  updatedAt: z.date(),
  completedAt: z.date().nullable(),
});
export type Task = z.infer<typeof Task>;

const fields = {
  title: oneLine(500),
  description: plainText(100_000),
  status: TaskStatus,
  priority: TaskPriority,
  tags: Tags,
  dueAt: z.date().nullable(),
};

export const CreateTask = z.strictObject({
  title: fields.title,
  description: fields.description.optional(),
  status: fields.status.optional(),
  priority: fields.priority.optional(),
  tags: fields.tags.optional(),
  dueAt: fields.dueAt.optional(),
});
export type CreateTask = z.infer<typeof CreateTask>;

export const UpdateTask = z.strictObject({ id: Id, ...z.object(fields).partial().shape });
export type UpdateTask = z.infer<typeof UpdateTask>;

/** A task by its id, or by the number that people see. */
export const TaskRef = z.union([
  z.strictObject({ id: Id }),
  z.strictObject({ number: z.number().int().positive() }),
]);
export type TaskRef = z.infer<typeof TaskRef>;

export const TaskSort = z.enum(["created", "updated", "due", "priority"]);
export type TaskSort = z.infer<typeof TaskSort>;

export const ListTasks = z.strictObject({
  status: z.union([TaskStatus, z.array(TaskStatus).min(1)]).optional(),
  priority: TaskPriority.optional(),
  tag: z.string().max(50).optional(),
  /** Text to find in title, description or tags; each word must occur. */
  query: z.string().max(500).optional(),
  sort: TaskSort.optional(),
  cursor: Cursor.optional(),
  limit: PageLimit.optional(),
});
export type ListTasks = z.infer<typeof ListTasks>;

export const TaskPage = z.object({ items: z.array(Task), nextCursor: z.string().nullable() });
export type TaskPage = z.infer<typeof TaskPage>;

export type TaskChange = { type: "created" | "updated" | "removed"; task: Task };
