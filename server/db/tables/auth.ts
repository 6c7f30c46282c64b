import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { moment } from "../columns.ts";

/** Credentials that Porter has given out, by the SHA-256 of their secret. The owner's token is a file, not a row. */
export const credentials = sqliteTable("credentials", {
  hash: text("hash").primaryKey(),
  kind: text("kind").$type<"browser" | "session">().notNull(),
  /** The session that a `session` credential acts for. */
  sessionId: text("session_id"),
  createdAt: moment("created_at").notNull(),
  expiresAt: moment("expires_at").notNull(),
});
