import { z } from "zod";
import { Id } from "./ids.ts";
import { Effort, PermissionMode } from "./session.ts";
import { oneLine, plainText } from "./text.ts";
import { LeaveOut } from "./told.ts";

/** A permission rule as the Claude CLI writes them: `Bash`, `Bash(git status:*)`, `mcp__fetch__fetch_html`. */
export const ToolRule = oneLine(500).refine(
  (rule) => /^[A-Za-z_][^,]*$/.test(rule),
  "must be a rule such as Bash(git:*)",
);

/** What a profile gives to a session that is started with it. Null: what the configuration says. */
export const ProfileFields = z.strictObject({
  name: oneLine(100),
  /** Told to the agent, beside what it is told of the task. */
  instructions: plainText(20_000),
  model: oneLine(200).nullable(),
  effort: Effort.nullable(),
  cwd: oneLine(4096).nullable(),
  permissionMode: PermissionMode.nullable(),
  /** Used without asking. */
  allowedTools: z.array(ToolRule).max(100),
  /** Never used, whatever the permission mode. */
  deniedTools: z.array(ToolRule).max(100),
  /** MCP servers of the configuration that it has; null: all. */
  mcpServers: z.array(oneLine(100)).max(100).nullable(),
  /** Whether each session gets a git worktree of its own. */
  worktree: z.boolean(),
  /** What a session may cost at most, in US dollars. */
  budgetUsd: z.number().positive().max(10_000).nullable(),
  /** Parts of what it would be told that it is not told. Events of older profiles do not name it. */
  leftOut: LeaveOut.default([]),
});
export type ProfileFields = z.infer<typeof ProfileFields>;

/** A ready-made way to start an agent. Of the configuration (`config`), which alone can change it, or of its owner. */
export const Profile = ProfileFields.extend({
  id: z.string(),
  source: z.enum(["config", "owner"]),
});
export type Profile = z.infer<typeof Profile>;

/** The id is chosen by who saves it; an old one replaces what it names. */
export const SaveProfile = ProfileFields.extend({ id: Id });
export type SaveProfile = z.infer<typeof SaveProfile>;

/** Those of the configuration first; then by name. `servers`: the MCP servers that a profile may name. */
export type ProfileList = { items: Profile[]; servers: string[] };

export type ProfileChange = { type: "saved" | "removed"; profile: Profile };
