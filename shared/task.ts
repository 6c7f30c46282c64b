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

export const MAX_TAGS = 30;
const Tags = z
  .array(Tag)
  .max(MAX_TAGS)
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
  /** An RRULE (RFC 5545, without `RRULE:`), counted from `dueAt`. The next occurrence is made when this one is done. */
  recurrence: z.string().nullable(),
  /** The occurrence that this one follows. */
  previousId: Id.nullable(),
  remindAt: z.date().nullable(),
  parentId: Id.nullable(),
  /** Place in the manual order: compared byte by byte, lower is further up. */
  position: z.string(),
  /** Its direct subtasks; cancelled ones do not count. */
  subtasks: z.object({ total: z.number().int(), done: z.number().int() }),
  /** Who outside Porter wrote of its title, description or tags. It stays when others change the task. */
  outsideText: Actor.nullable(),
  createdBy: Actor,
  createdAt: z.date(),
  /** Who changed it last: the answer to "which session did this". */
  updatedBy: Actor,
  updatedAt: z.date(),
  completedAt: z.date().nullable(),
});
export type Task = z.infer<typeof Task>;

/** A moment in the four-digit years, which every calendar and time zone can count from. */
const Moment = z.date().min(new Date("1000-01-02T00:00:00Z")).max(new Date("9999-12-30T00:00:00Z"));

const fields = {
  title: oneLine(500),
  description: plainText(100_000),
  status: TaskStatus,
  priority: TaskPriority,
  tags: Tags,
  dueAt: Moment.nullable(),
  /** The server refuses what it cannot read. */
  recurrence: oneLine(500).nullable(),
  remindAt: Moment.nullable(),
  parentId: Id.nullable(),
};

const optional = z.object(fields).partial().shape;

export const CreateTask = z.strictObject({
  ...optional,
  /** Chosen by the caller, a repeated call has the effect of one. */
  id: Id.optional(),
  title: fields.title,
});
export type CreateTask = z.infer<typeof CreateTask>;

export const UpdateTask = z.strictObject({ ...optional, id: Id });
export type UpdateTask = z.infer<typeof UpdateTask>;

/** A task by its id, or by the number that people see. */
export const TaskRef = z.union([
  z.strictObject({ id: Id }),
  z.strictObject({ number: z.number().int().positive() }),
]);
export type TaskRef = z.infer<typeof TaskRef>;

/** `12` and `#12` name a task by its number. */
export function taskNumberIn(text: string): number | undefined {
  const digits = /^\s*#?(\d{1,9})\s*$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export const TaskSort = z.enum(["manual", "created", "updated", "due", "priority"]);
export type TaskSort = z.infer<typeof TaskSort>;

/** Which tasks: every part that is given has to hold. */
const filter = {
  status: z.union([TaskStatus, z.array(TaskStatus).min(1)]).optional(),
  priority: z.union([TaskPriority, z.array(TaskPriority).min(1)]).optional(),
  /** All of them. */
  tag: z.union([z.string().max(50), z.array(z.string().max(50)).min(1).max(MAX_TAGS)]).optional(),
  /** Due at or after `from` and before `before`; or without a due date. */
  due: z
    .union([z.literal("none"), z.strictObject({ from: z.date().optional(), before: z.date().optional() })])
    .optional(),
  /** Subtasks of this one; null: of none. */
  parentId: Id.nullish(),
  /** Text to find in title, description or tags: each word must begin a word there. `#12` finds a number. */
  query: z.string().max(500).optional(),
};

export const TaskFilter = z.strictObject(filter);
export type TaskFilter = z.infer<typeof TaskFilter>;

export const ListTasks = z.strictObject({
  ...filter,
  sort: TaskSort.optional(),
  cursor: Cursor.optional(),
  limit: PageLimit.optional(),
});
export type ListTasks = z.infer<typeof ListTasks>;

export const TaskPage = z.object({ items: z.array(Task), nextCursor: z.string().nullable() });
export type TaskPage = z.infer<typeof TaskPage>;

/** So many tasks can be changed in one call. */
const MAX_BULK = 500;
export const TaskIds = z.strictObject({ ids: z.array(Id).min(1).max(MAX_BULK) });

/** All or none. */
export const UpdateTasks = z.strictObject({ changes: z.array(UpdateTask).min(1).max(MAX_BULK) });
export type UpdateTasks = z.infer<typeof UpdateTasks>;

/** Puts tasks, in the order given, directly before or behind another one in the manual order. */
export const MoveTasks = z.intersection(
  z.object({ ids: z.array(Id).min(1).max(MAX_BULK), status: TaskStatus.optional() }),
  z.union([z.object({ before: Id }), z.object({ after: Id })]),
);
export type MoveTasks = z.infer<typeof MoveTasks>;

/** The name of a time zone, `Europe/Berlin`: an offset would be wrong after the next change of the clock. */
export const TimeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, "must be an IANA time zone such as Europe/Berlin");

function isTimeZone(name: string): boolean {
  try {
    // Not Intl.supportedValuesOf: that leaves the older names out (Asia/Calcutta), which systems still report.
    new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    return /^[a-z]/i.test(name);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** One line as a person types it: `pay rent friday 9am #home !high every month`. */
export const QuickText = z.strictObject({
  text: oneLine(1000),
  /** Where "tomorrow 9am" is; Porter's own when left out. */
  timeZone: TimeZone.optional(),
  /** What "tomorrow" counts from; now when left out. A line that was typed offline comes later. */
  typedAt: Moment.optional(),
});
export type QuickText = z.infer<typeof QuickText>;

export const QuickAdd = z.strictObject({
  ...QuickText.shape,
  id: Id.optional(),
  status: TaskStatus.optional(),
  parentId: Id.nullish(),
  /** What holds unless the line says otherwise. */
  tags: Tags.optional(),
  priority: TaskPriority.optional(),
});
export type QuickAdd = z.infer<typeof QuickAdd>;

/** A line understood. `parts`: where in the line each meaning stands, in UTF-16 units, in order. */
export type ParsedTask = {
  title: string;
  dueAt: Date | null;
  recurrence: string | null;
  remindAt: Date | null;
  tags: string[];
  priority: TaskPriority | null;
  parts: { kind: "due" | "recurrence" | "reminder" | "tag" | "priority"; start: number; end: number }[];
};

/** A field of a task as a person changes it. */
export const TaskField = z.object(fields).keyof();
export type TaskField = z.infer<typeof TaskField>;

/** One entry of a task's history, from the event log. */
export type TaskActivity = {
  eventId: number;
  kind: "created" | "updated" | "removed" | "restored" | "moved" | "commented";
  actor: Actor;
  at: Date;
  /** What `updated` changed; a field's values are those of Task. */
  changes: { field: TaskField; before: unknown; after: unknown }[];
  /** The changes can be taken back: nobody has changed these fields since. */
  canUndo: boolean;
};

export const ReadActivity = z.strictObject({
  id: Id,
  /** The `nextCursor` of the page before: an event id. */
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, "must be the nextCursor of a page")
    .optional(),
  limit: PageLimit.optional(),
});
export type ReadActivity = z.infer<typeof ReadActivity>;

export type TaskChange = { type: "created" | "updated" | "removed"; task: Task };
