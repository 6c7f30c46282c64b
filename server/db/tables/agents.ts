import { index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Actor } from "../../../shared/actor.ts";
import type { ApprovalStatus } from "../../../shared/approval.ts";
import type { Block, MessageRole } from "../../../shared/message.ts";
import type { McpServerState, PermissionMode, SessionStatus, Usage } from "../../../shared/session.ts";
import { moment } from "../columns.ts";

export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    title: text("title").notNull(),
    prompt: text("prompt").notNull(),
    status: text("status").$type<SessionStatus>().notNull(),
    claudeSessionId: text("claude_session_id"),
    /** No foreign key: a task that was removed can be restored, and its sessions still belong to it then. */
    taskId: text("task_id"),
    cwd: text("cwd").notNull(),
    model: text("model"),
    permissionMode: text("permission_mode").$type<PermissionMode>().notNull(),
    costUsd: real("cost_usd").notNull(),
    usage: text("usage", { mode: "json" }).$type<Usage>().notNull(),
    mcpServers: text("mcp_servers", { mode: "json" }).$type<McpServerState[]>().notNull(),
    /** Tools that the owner allowed for the rest of the session. */
    allowedTools: text("allowed_tools", { mode: "json" }).$type<string[]>().notNull(),
    error: text("error"),
    startedBy: text("started_by").$type<Actor>().notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    index("sessions_updated_at").on(table.updatedAt),
    index("sessions_status").on(table.status),
    index("sessions_task_id").on(table.taskId),
  ],
);

export const messages = sqliteTable(
  "messages",
  {
    /** Row id for a full-text index; `seq` is the order that people see. */
    number: integer("number").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    role: text("role").$type<MessageRole>().notNull(),
    content: text("content", { mode: "json" }).$type<Block[]>().notNull(),
    state: text("state").$type<"streaming" | "done">().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [uniqueIndex("messages_session_seq").on(table.sessionId, table.seq)],
);

export type TurnStatus = "queued" | "running" | "waiting" | "completed" | "failed" | "interrupted";

/** One prompt up to its result. What was asked and not yet answered is here, so that a crash cannot lose it. */
export const turns = sqliteTable(
  "turns",
  {
    /** Also the order in which queued turns run. */
    number: integer("number").primaryKey({ autoIncrement: true }),
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    /** The user message that asks. */
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    status: text("status").$type<TurnStatus>().notNull(),
    costUsd: real("cost_usd").notNull(),
    idempotencyKey: text("idempotency_key").unique(),
    startedAt: moment("started_at"),
    endedAt: moment("ended_at"),
  },
  (table) => [
    index("turns_session").on(table.sessionId, table.number),
    index("turns_status").on(table.status),
  ],
);

export const approvals = sqliteTable(
  "approvals",
  {
    id: text("id").primaryKey(),
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    toolUseId: text("tool_use_id").notNull(),
    toolName: text("tool_name").notNull(),
    input: text("input", { mode: "json" }).$type<unknown>().notNull(),
    status: text("status").$type<ApprovalStatus>().notNull(),
    message: text("message"),
    answers: text("answers", { mode: "json" }).$type<Record<string, string>>(),
    createdAt: moment("created_at").notNull(),
    decidedAt: moment("decided_at"),
    /** When the answer was given to the CLI: from then on the call may have run. */
    deliveredAt: moment("delivered_at"),
    /** When Porter itself was asked for what it allows, or its turn ended: from then on it is good for nothing. */
    usedAt: moment("used_at"),
  },
  (table) => [
    uniqueIndex("approvals_tool_use").on(table.sessionId, table.toolUseId),
    index("approvals_status").on(table.status),
  ],
);

/** The CLI processes of this server, so that the next start can end what a crash left behind. */
export const processes = sqliteTable("processes", {
  pid: integer("pid").primaryKey(),
  /** As the kernel counts it (field 22 of /proc/pid/stat): a reused pid has another one. */
  startTicks: text("start_ticks").notNull(),
  /** The marker in the environment of the process and of everything below it. */
  runId: text("run_id").notNull(),
});
