import { z } from "zod";
import { Actor } from "./actor.ts";
import { DraftImages } from "./draft.ts";
import { Cursor, Id, IdempotencyKey, PageLimit } from "./ids.ts";
import { plainText } from "./text.ts";
import { LeaveOut } from "./told.ts";

/** `waiting`: a tool call or a question waits for a person (see Approval). */
export const SessionStatus = z.enum(["queued", "running", "waiting", "completed", "failed", "interrupted"]);
export type SessionStatus = z.infer<typeof SessionStatus>;

/** As the Claude CLI names them. */
export const PermissionMode = z.enum(["default", "acceptEdits", "plan", "bypassPermissions"]);
export type PermissionMode = z.infer<typeof PermissionMode>;

/** How hard the model thinks, as the Claude CLI names it. */
export const Effort = z.enum(["low", "medium", "high", "xhigh", "max"]);
export type Effort = z.infer<typeof Effort>;

/** A git worktree that was made for a session alone. */
export const Worktree = z.object({
  path: z.string(),
  branch: z.string(),
  /** The folder of the repository that it was made from. */
  source: z.string(),
});
export type Worktree = z.infer<typeof Worktree>;

/** Tokens of the whole session so far, as the Messages API counts them. */
export const Usage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheCreationTokens: z.number(),
});
export type Usage = z.infer<typeof Usage>;

/** What a model took for a turn. */
export const Spent = Usage.extend({ costUsd: z.number() });
export type Spent = z.infer<typeof Spent>;

/** A slash command or a skill, without its slash. */
export const SlashCommand = z.object({
  name: z.string(),
  description: z.string(),
  argumentHint: z.string(),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

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
  effort: Effort.nullable(),
  permissionMode: PermissionMode,
  /** The agent profile that it was started with. */
  profileId: z.string().nullable(),
  worktree: Worktree.nullable(),
  /** US dollars for the whole session, as the CLI estimates them. */
  costUsd: z.number(),
  usage: Usage,
  /** Tokens in the model's context window after the last turn, and how many it holds; null until the CLI has said so. */
  contextTokens: z.number().int().nullable(),
  contextWindow: z.number().int().nullable(),
  /** What it may cost at most, in US dollars; null: what the configuration says. */
  budgetUsd: z.number().nullable(),
  /** It met the limit of the owner's plan, which ends then. */
  limitedUntil: z.date().nullable(),
  /** Whether it goes on by itself when that limit ends. */
  resumesAtReset: z.boolean(),
  mcpServers: z.array(McpServerState),
  /** Messages whose turns have not begun, in the order in which they will. */
  queuedMessageIds: z.array(Id),
  /** Why the last turn failed or was interrupted, in words for a person. */
  error: z.string().nullable(),
  startedBy: Actor,
  /** `imported`: the conversation was begun in the owner's own Claude, outside Porter. */
  origin: z.enum(["porter", "imported"]),
  /** The session whose conversation it goes on from. */
  forkedFrom: Id.nullable(),
  pinnedAt: z.date().nullable(),
  archivedAt: z.date().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type Session = z.infer<typeof Session>;

/** 2 MB: room for a pasted log, well under the request limit. */
const Prompt = plainText(2_000_000).refine((text) => text.trim() !== "", "must not be empty");

export const StartSession = z.strictObject({
  prompt: Prompt,
  images: DraftImages.optional(),
  taskId: Id.optional(),
  /** What is given beside it wins. */
  profileId: plainText(200).optional(),
  cwd: plainText(4096).optional(),
  /** A git worktree of its own, made from the folder. */
  worktree: z.boolean().optional(),
  model: plainText(200).optional(),
  effort: Effort.optional(),
  permissionMode: PermissionMode.optional(),
  budgetUsd: z.number().positive().max(10_000).optional(),
  /** Told to the agent for the whole session. */
  instructions: plainText(20_000).optional(),
  /** Parts of what it would be told that it is not told, for the whole session. */
  leaveOut: LeaveOut.optional(),
  idempotencyKey: IdempotencyKey.optional(),
});
export type StartSession = z.infer<typeof StartSession>;

export const SendMessage = z.strictObject({
  id: Id,
  /** May be empty beside a picture. */
  content: plainText(2_000_000),
  images: DraftImages.optional(),
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
  /** The pinned ones alone, or all others. */
  pinned: z.boolean().optional(),
  /** The archived ones alone; left out or false: all others. */
  archived: z.boolean().optional(),
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
