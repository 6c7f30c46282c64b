import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Actor } from "../../../shared/actor.ts";
import type { TaskPriority, TaskStatus } from "../../../shared/task.ts";
import { moment } from "../columns.ts";

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
  ],
);
