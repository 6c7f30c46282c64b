import { sql } from "drizzle-orm";
import { index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Actor } from "../../../shared/actor.ts";
import type { ApprovalStatus } from "../../../shared/approval.ts";
import type { Block, MessageRole } from "../../../shared/message.ts";
import type { DraftImage } from "../../../shared/draft.ts";
import type {
  Effort,
  McpServerState,
  PermissionMode,
  Session,
  SessionStatus,
  SlashCommand,
  Usage,
  Worktree,
} from "../../../shared/session.ts";
import type { LeavablePart } from "../../../shared/told.ts";
import type { SpentByModel } from "../../../shared/usage.ts";
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
    effort: text("effort").$type<Effort>(),
    permissionMode: text("permission_mode").$type<PermissionMode>().notNull(),
    profileId: text("profile_id"),
    worktree: text("worktree", { mode: "json" }).$type<Worktree>(),
    costUsd: real("cost_usd").notNull(),
    usage: text("usage", { mode: "json" }).$type<Usage>().notNull(),
    contextTokens: integer("context_tokens"),
    contextWindow: integer("context_window"),
    budgetUsd: real("budget_usd"),
    limitedUntil: moment("limited_until"),
    resumesAtReset: integer("resumes_at_reset", { mode: "boolean" }).notNull().default(false),
    mcpServers: text("mcp_servers", { mode: "json" }).$type<McpServerState[]>().notNull(),
    /** Tools that the owner allowed for the rest of the session. */
    allowedTools: text("allowed_tools", { mode: "json" }).$type<string[]>().notNull(),
    /** MCP servers of the configuration that it does without. */
    mcpOff: text("mcp_off", { mode: "json" }).$type<string[]>().notNull().default([]),
    /** Slash commands and skills, as the CLI reported them last. */
    commands: text("commands", { mode: "json" }).$type<SlashCommand[]>().notNull().default([]),
    /** What its owner adds to what it is told. */
    instructions: text("instructions").notNull().default(""),
    /** The parts of what it would be told that its owner leaves out. */
    leftOut: text("left_out", { mode: "json" }).$type<LeavablePart[]>().notNull().default([]),
    /** The commit that its folder stood at when it began; null outside of a git repository. */
    baseCommit: text("base_commit"),
    error: text("error"),
    startedBy: text("started_by").$type<Actor>().notNull(),
    origin: text("origin").$type<Session["origin"]>().notNull().default("porter"),
    forkedFrom: text("forked_from"),
    pinnedAt: moment("pinned_at"),
    archivedAt: moment("archived_at"),
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
    /** Of a sub-agent's: the tool call that it works for. */
    parentToolUseId: text("parent_tool_use_id"),
    state: text("state").$type<"streaming" | "done">().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("messages_session_seq").on(table.sessionId, table.seq),
    // The few that are being written, of a million that were.
    index("messages_streaming")
      .on(table.number)
      .where(sql`${table.state} = 'streaming'`),
  ],
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
    /** What it took, by model. */
    spent: text("spent", { mode: "json" }).$type<SpentByModel>(),
    /** Who asked. */
    actor: text("actor").$type<Actor>().notNull().default("owner"),
    idempotencyKey: text("idempotency_key").unique(),
    startedAt: moment("started_at"),
    endedAt: moment("ended_at"),
  },
  (table) => [
    index("turns_session").on(table.sessionId, table.number),
    index("turns_status").on(table.status),
    index("turns_ended_at").on(table.endedAt),
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
    /** The input that the owner wants instead. */
    editedInput: text("edited_input", { mode: "json" }).$type<Record<string, unknown>>(),
    /** Denied then, unless it is answered. */
    expiresAt: moment("expires_at"),
    /** A call that is not parked: the CLI waits for its answer, as long as its process lives. */
    isHeld: integer("is_held", { mode: "boolean" }).notNull().default(false),
    createdAt: moment("created_at").notNull(),
    decidedAt: moment("decided_at"),
    /** Null: decided before this was kept. */
    decidedBy: text("decided_by").$type<Actor>(),
    /** The rule that was added with the answer, as the CLI writes it. */
    rule: text("rule"),
    /** When the answer was given to the CLI: from then on the call may have run. */
    deliveredAt: moment("delivered_at"),
    /** When Porter itself was asked for what it allows, or its turn ended: from then on it is good for nothing. */
    usedAt: moment("used_at"),
  },
  (table) => [
    uniqueIndex("approvals_tool_use").on(table.sessionId, table.toolUseId),
    index("approvals_status").on(table.status),
    index("approvals_decided_at").on(table.decidedAt),
  ],
);

/** What was typed and not sent yet: of a session by its id, of a new one under `new`. */
export const drafts = sqliteTable("drafts", {
  key: text("key").primaryKey(),
  text: text("text").notNull(),
  images: text("images", { mode: "json" }).$type<DraftImage[]>().notNull(),
  updatedAt: moment("updated_at").notNull(),
});

/** Ready-made ways to start an agent, from the web app; those of the configuration are not here. */
export const agentProfiles = sqliteTable("agent_profiles", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  instructions: text("instructions").notNull(),
  model: text("model"),
  effort: text("effort").$type<Effort>(),
  cwd: text("cwd"),
  permissionMode: text("permission_mode").$type<PermissionMode>(),
  allowedTools: text("allowed_tools", { mode: "json" }).$type<string[]>().notNull(),
  deniedTools: text("denied_tools", { mode: "json" }).$type<string[]>().notNull(),
  /** MCP servers of the configuration that it has; null: all. */
  mcpServers: text("mcp_servers", { mode: "json" }).$type<string[]>(),
  worktree: integer("worktree", { mode: "boolean" }).notNull(),
  budgetUsd: real("budget_usd"),
  /** The parts of what a session would be told that it leaves out. */
  leftOut: text("left_out", { mode: "json" }).$type<LeavablePart[]>().notNull().default([]),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
});

/** The limits of the owner's plan, by the CLI's name of each (`five_hour`, `seven_day`), as it told them last. */
export const planLimits = sqliteTable("plan_limits", {
  type: text("type").primaryKey(),
  status: text("status").$type<"allowed" | "allowed_warning" | "rejected">().notNull(),
  /** 0 to 1; null where the CLI does not say. */
  utilization: real("utilization"),
  resetsAt: moment("resets_at"),
  seenAt: moment("seen_at").notNull(),
});

/** The CLI processes of this server, so that the next start can end what a crash left behind. */
export const processes = sqliteTable("processes", {
  pid: integer("pid").primaryKey(),
  /** As the kernel counts it (field 22 of /proc/pid/stat): a reused pid has another one. */
  startTicks: text("start_ticks").notNull(),
  /** The marker in the environment of the process and of everything below it. */
  runId: text("run_id").notNull(),
});
