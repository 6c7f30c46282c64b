import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { NotificationKind } from "../../../shared/notification.ts";
import { moment } from "../columns.ts";

export const notifications = sqliteTable(
  "notifications",
  {
    number: integer("number").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    kind: text("kind").$type<NotificationKind>().notNull(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    link: text("link").notNull(),
    readAt: moment("read_at"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("notifications_read_at").on(table.readAt, table.number)],
);
