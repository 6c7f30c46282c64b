import { z } from "zod";
import { Actor } from "./actor.ts";
import { Cursor, Id, IdempotencyKey, PageLimit } from "./ids.ts";
import { plainText } from "./text.ts";

/** `waiting`: a tool call or a question waits for a person (see Approval). */
export const SessionStatus = z.enum(["queued", "running", "waiting", "completed", "failed", "interrupted"]);
export type SessionStatus = z.infer<typeof SessionStatus>;

/** As the Claude CLI names them. */
export const PermissionMode = z.enum(["default", "acceptEdits", "plan", "bypassPermissions"]);
export type PermissionMode = z.infer<typeof PermissionMode>;

/** Tokens of the whole session so far, as the Messages API counts them. */
export const Usage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheCreationTokens: z.number(),
});
export type Usage = z.infer<typeof Usage>;

/** One MCP server of a session as the CLI reported it when the session started. */
export const McpServerState = z.object({
  name: z.string(),
  status: z.string(),
  error: z.string().optional(),
});
export type McpServerState = z.infer<typeof McpServerState>;

export const Session = z.object({
  id: Id,
  title: z.string(),
  prompt: z.string(),
  status: SessionStatus,
  /** The Claude CLI's own id of the conversation; null until the CLI has named it. */
  claudeSessionId: z.string().nullable(),
  taskId: Id.nullable(),
  cwd: z.string(),
  model: z.string().nullable(),
  permissionMode: PermissionMode,
  /** US dollars for the whole session, as the CLI estimates them. */
  costUsd: z.number(),
  usage: Usage,
  mcpServers: z.array(McpServerState),
  /** Messages whose turns have not begun, in the order in which they will. */
  queuedMessageIds: z.array(Id),
  /** Why the last turn failed or was interrupted, in words for a person. */
  error: z.string().nullable(),
  startedBy: Actor,
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type Session = z.infer<typeof Session>;

/** 2 MB: room for a pasted log, well under the request limit. */
const Prompt = plainText(2_000_000).refine((text) => text.trim() !== "", "must not be empty");

export const StartSession = z.strictObject({
  prompt: Prompt,
  taskId: Id.optional(),
  cwd: z.string().max(4096).optional(),
  model: z.string().max(200).optional(),
  permissionMode: PermissionMode.optional(),
  idempotencyKey: IdempotencyKey.optional(),
});
export type StartSession = z.infer<typeof StartSession>;

export const SendMessage = z.strictObject({
  id: Id,
  content: Prompt,
  idempotencyKey: IdempotencyKey.optional(),
});
export type SendMessage = z.infer<typeof SendMessage>;

export const SessionSort = z.enum(["created", "updated", "status", "cost"]);
export type SessionSort = z.infer<typeof SessionSort>;

export const ListSessions = z.strictObject({
  /** Finds in the prompt and the title, or the start of Porter's or Claude's session id. */
  query: z.string().max(500).optional(),
  status: z.union([SessionStatus, z.array(SessionStatus).min(1)]).optional(),
  taskId: Id.optional(),
  sort: SessionSort.optional(),
  cursor: Cursor.optional(),
  limit: PageLimit.optional(),
});
export type ListSessions = z.infer<typeof ListSessions>;

/** The latest messages of a session, or with `before` (a `seq`) the ones in front of it. */
export const ReadSession = z.strictObject({
  id: Id,
  before: z.number().int().positive().optional(),
  limit: PageLimit.optional(),
});
export type ReadSession = z.infer<typeof ReadSession>;
