import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { moment } from "../columns.ts";

/** A page with its filters, kept under a name. */
export const views = sqliteTable("views", {
  number: integer("number").primaryKey({ autoIncrement: true }),
  id: text("id").notNull().unique(),
  name: text("name").notNull(),
  /** Path and query in the web app: `/tasks?status=todo&tag=home`. */
  path: text("path").notNull(),
  createdAt: moment("created_at").notNull(),
});
