import { sql, type SQL } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Actor } from "../../../shared/actor.ts";
import type { TaskPriority, TaskStatus } from "../../../shared/task.ts";
import { moment } from "../columns.ts";

type Column = Parameters<typeof sql>[1];

/** Tasks without a due date come last: 8.64e15 ms is the last date that JavaScript can hold. */
export const orderOfDue = (dueAt: Column): SQL =>
  sql`case when ${dueAt} is null then 8640000000000000 else ${dueAt} end`;

export const orderOfPriority = (priority: Column): SQL =>
  sql`case ${priority} when 'urgent' then 3 when 'high' then 2 when 'medium' then 1 else 0 end`;

export const tasks = sqliteTable(
  "tasks",
  {
    /** The number that people see is also the row id, which a full-text index can hang on. */
    number: integer("number").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    title: text("title").notNull(),
    description: text("description").notNull(),
    status: text("status").$type<TaskStatus>().notNull(),
    priority: text("priority").$type<TaskPriority>().notNull(),
    tags: text("tags", { mode: "json" }).$type<string[]>().notNull(),
    dueAt: moment("due_at"),
    /** An RRULE (RFC 5545) whose DTSTART is `dueAt` in Porter's time zone. */
    recurrence: text("recurrence"),
    /** The occurrence that this one follows; at most one does. No foreign key: that one may be removed. */
    previousId: text("previous_id"),
    remindAt: moment("remind_at"),
    /** No foreign key: a parent that was removed can be restored, and its subtasks still belong to it then. */
    parentId: text("parent_id"),
    /** Its place in the manual order of all tasks: a fractional index, compared byte by byte. */
    position: text("position").notNull(),
    outsideText: text("outside_text").$type<Actor>(),
    createdBy: text("created_by").$type<Actor>().notNull(),
    createdAt: moment("created_at").notNull(),
    updatedBy: text("updated_by").$type<Actor>().notNull(),
    updatedAt: moment("updated_at").notNull(),
    completedAt: moment("completed_at"),
  },
  (table) => [
    index("tasks_status").on(table.status, table.number),
    index("tasks_updated_at").on(table.updatedAt),
    index("tasks_due_at").on(table.dueAt),
    index("tasks_due").on(orderOfDue(table.dueAt), table.number),
    index("tasks_priority").on(orderOfPriority(table.priority), table.number),
    index("tasks_position").on(table.position),
    index("tasks_status_position").on(table.status, table.position),
    index("tasks_status_updated_at").on(table.status, table.updatedAt),
    index("tasks_status_due").on(table.status, orderOfDue(table.dueAt), table.number),
    index("tasks_status_priority").on(table.status, orderOfPriority(table.priority), table.number),
    index("tasks_parent_id").on(table.parentId),
    uniqueIndex("tasks_previous_id").on(table.previousId),
  ],
);

// Kept by triggers (drizzle/0013_growth.sql), so that no way of writing can forget them.

/** How many tasks have a status. */
export const taskCounts = sqliteTable("task_counts", {
  status: text("status").$type<TaskStatus>().primaryKey(),
  count: integer("count").notNull(),
});

/** The tags of all tasks, each with the task's number. */
export const taskTags = sqliteTable(
  "task_tags",
  { tag: text("tag").notNull(), number: integer("number").notNull() },
  (table) => [primaryKey({ columns: [table.tag, table.number] })],
);

export const comments = sqliteTable(
  "comments",
  {
    number: integer("number").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    /** No foreign key: a task that was removed can be restored, with what was said about it. */
    taskId: text("task_id").notNull(),
    text: text("text").notNull(),
    author: text("author").$type<Actor>().notNull(),
    createdAt: moment("created_at").notNull(),
    editedAt: moment("edited_at"),
  },
  (table) => [index("comments_task_id").on(table.taskId, table.number)],
);

/** What a task will call for and has not yet: a row goes in the transaction that makes its notification. */
export const taskAlarms = sqliteTable(
  "task_alarms",
  {
    taskId: text("task_id").notNull(),
    kind: text("kind").$type<"due" | "reminder">().notNull(),
    at: moment("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.taskId, table.kind] }), index("task_alarms_at").on(table.at)],
);
