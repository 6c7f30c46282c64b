import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { TokenScope } from "../../../shared/token.ts";
import { moment } from "../columns.ts";

/** Credentials that Porter has given out, by the SHA-256 of their secret. The owner's token is a file, not a row. */
export const credentials = sqliteTable("credentials", {
  hash: text("hash").primaryKey(),
  kind: text("kind").$type<"browser" | "session" | "token">().notNull(),
  /** The session that a `session` credential acts for; null until a process that was started ahead is taken. */
  sessionId: text("session_id"),
  /** What a `token` of the owner's is known by, and what it is good for. */
  id: text("id").unique(),
  name: text("name"),
  scope: text("scope").$type<TokenScope>(),
  lastUsedAt: moment("last_used_at"),
  createdAt: moment("created_at").notNull(),
  expiresAt: moment("expires_at").notNull(),
});
