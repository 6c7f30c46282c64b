import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Actor } from "../../../shared/actor.ts";
import { moment, snapshot } from "../columns.ts";

export const events = sqliteTable(
  "events",
  {
    /** AUTOINCREMENT: an id is never used again, also after the log was pruned. */
    id: integer("id").primaryKey({ autoIncrement: true }),
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    actor: text("actor").$type<Actor>().notNull(),
    before: snapshot("before"),
    after: snapshot("after"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    index("events_subject").on(table.subject, table.id),
    index("events_actor").on(table.actor, table.id),
  ],
);
