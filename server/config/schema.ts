import ipaddr from "ipaddr.js";
import { z } from "zod";
import { ToolRule } from "../../shared/profile.ts";
import { Effort, PermissionMode } from "../../shared/session.ts";
import { TimeZone } from "../../shared/task.ts";
import { LeaveOut } from "../../shared/told.ts";
import { PublicUrl } from "../env.ts";
import { Integrations } from "./integrations.ts";

const McpServer = z.union([
  z.strictObject({
    /** A program that is started for each session and spoken to over stdio. */
    command: z.string().min(1),
    args: z.array(z.string()).default([]),
    /** Added to its environment. */
    env: z.record(z.string(), z.string()).default({}),
  }),
  z.strictObject({
    /** In place of a program: a server at an address, over Streamable HTTP. */
    url: z.url(),
    headers: z.record(z.string(), z.string()).default({}),
  }),
]);

/** It becomes part of the names of the server's tools: `mcp__<name>__<tool>`. */
const McpName = z
  .string()
  .regex(/^[a-zA-Z0-9_-]+$/, "a server's name has letters, digits, - and _ only")
  .refine((name) => name !== "porter", "is the name of Porter's own server; choose another");

/** Short forms such as 10.1 are addresses to some programs and not to others. */
const isNetwork = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) ||
  ipaddr.IPv4.isValidCIDRFourPartDecimal(text) ||
  ipaddr.IPv6.isValid(text) ||
  ipaddr.IPv6.isValidCIDR(text);

const Server = z.strictObject({
  /** The address that it listens on. */
  host: z.string().min(1).default("127.0.0.1"),
  /** 0: any that is free. */
  port: z.number().int().min(0).max(65_535).default(3101),
  public_url: PublicUrl.optional(),
  /** The reverse proxies that are believed when they say (X-Forwarded-For) who sent a request. None when left out. */
  trusted_proxies: z
    .array(
      z
        .string()
        .refine(isNetwork, 'must be an address such as "127.0.0.1" or a network such as "10.0.0.0/8"'),
    )
    .optional(),
  /** Where "tomorrow 9am" and repeating tasks take place. The system's when left out. */
  time_zone: TimeZone.default(() => Temporal.Now.timeZoneId()),
});

/** A ready-made way to start an agent, as in shared/profile.ts. */
const AgentProfile = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  /** Told to the agent for the whole session. */
  instructions: z.string().max(20_000).default(""),
  model: z.string().min(1).optional(),
  effort: Effort.optional(),
  /** Must be inside `cwd` or `allowed_dirs`. */
  cwd: z.string().min(1).optional(),
  permission_mode: PermissionMode.optional(),
  /** Runs unasked: rules as the Claude CLI writes them, such as `Bash(git log:*)`. */
  allowed_tools: z.array(ToolRule).default([]),
  /** Never runs: rules as in `allowed_tools`. */
  denied_tools: z.array(ToolRule).default([]),
  /** Those of [agents.mcp] that it has; all when left out. */
  mcp_servers: z.array(z.string()).optional(),
  /** Whether each session has a git worktree of its own. */
  worktree: z.boolean().default(false),
  /** US dollars after which a session's next turn waits for its owner. */
  budget_usd: z.number().positive().optional(),
  /** Parts of what a session would be told that it is not told. */
  left_out: LeaveOut.default([]),
});

const ProfileId = z
  .string()
  .max(100)
  .regex(/^[a-z0-9_-]+$/, "a profile's id has small letters, digits, - and _ only");

const Agents = z.strictObject({
  /** Turns that run at the same time; further ones wait as queued. */
  max_concurrent: z.number().int().min(1).max(64).default(4),
  /** Minutes that an idle process is kept for the next message; one whose agent runs something in the background, until that ends. */
  idle_minutes: z.number().min(0).max(1440).default(10),
  /** MB that idle processes may hold together; those that were used last are kept. */
  idle_memory_mb: z.number().min(0).default(1_024),
  /** Whether a process is kept ahead, so that a new session's first answer begins at once. */
  spare: z.boolean().default(true),
  /** Of sessions that are not told otherwise. */
  permission_mode: PermissionMode.default("default"),
  /** As the Claude CLI names it, of sessions that are not told otherwise. */
  model: z.string().min(1).optional(),
  /** The `claude` to run instead of the one that ships with Porter. */
  command: z.string().min(1).optional(),
  /** Where a session works when it is not told; made when missing. `~` is the home folder. */
  cwd: z.string().min(1).default("~/porter"),
  /** Folders that sessions may work in, with all below them. `cwd` is always one of them. */
  allowed_dirs: z.array(z.string().min(1)).default([]),
  /** Hours that a tool call or a question waits for a person; then it is denied. */
  approval_hours: z.number().positive().max(8_760).default(72),
  /** Whether an MCP client with the owner's token (`bun porter mcp`) may read and answer approvals. */
  approvals_by_mcp: z.boolean().default(false),
  /** US dollars after which the CLI ends a session's run. */
  max_budget_usd: z.number().positive().optional(),
  /** US dollars after which a session's next turn waits for its owner; a session may have a budget of its own. */
  session_budget_usd: z.number().positive().optional(),
  /** US dollars after which no turn begins on that day without its owner. */
  day_budget_usd: z.number().positive().optional(),
  /** Whether agents may start agents: at most 3 at once each, 2 deep. */
  agents_may_start: z.boolean().default(false),
  /** Whether new sessions that meet the limit of the Claude plan go on by themselves when it ends. */
  resume_at_reset: z.boolean().default(false),
  mcp: z.record(McpName, McpServer).default({}),
  profiles: z.record(ProfileId, AgentProfile).default({}),
});

/** The event log is pruned to both limits. */
const Events = z.strictObject({
  max_age_days: z.number().positive().default(90),
  max_rows: z.number().int().min(1000).default(1_000_000),
});

/** Copies of the data folder's database and keys, in its `backups`. */
const Backup = z.strictObject({
  /** 0: none. */
  every_hours: z.number().min(0).max(8_760).default(24),
  /** The newest that are kept of those that were made at their time. */
  keep: z.number().int().min(1).max(1_000).default(7),
});

/** The ways on which notifications leave Porter, besides Web Push, which needs no set-up. */
const Channels = z.strictObject({
  webhook: z
    .strictObject({
      /** Each notification is posted there. */
      url: z.url({ protocol: /^https?$/, error: "must be an http or https address" }),
      /** Signs what is sent as Standard Webhooks do. */
      secret: z
        .string()
        .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "must be whsec_ and at least 24 bytes in base64")
        .optional(),
    })
    .optional(),
  ntfy: z
    .strictObject({
      url: z
        .url({ protocol: /^https?$/, error: "must be an http or https address" })
        .default("https://ntfy.sh"),
      /** Whoever knows it reads along. */
      topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, "has 1 to 64 letters, digits, - and _"),
      token: z
        .string()
        .regex(/^[\x21-\x7e]+$/, "must be an access token of the ntfy server")
        .optional(),
    })
    .optional(),
});

const TIME = "([01]\\d|2[0-3]):[0-5]\\d";

const Calendar = z.strictObject({
  /** When no event is told of: "22:00-07:00", in Porter's time zone. */
  quiet_hours: z
    .string()
    .regex(new RegExp(`^${TIME}-${TIME}$`), 'must be two times of the day such as "22:00-07:00"')
    .refine((hours) => hours.slice(0, 5) !== hours.slice(6), "must end at another time than it begins")
    .optional(),
});

export const ConfigFile = z.strictObject({
  server: Server.prefault({}),
  agents: Agents.prefault({}),
  events: Events.prefault({}),
  backup: Backup.prefault({}),
  channels: Channels.prefault({}),
  calendar: Calendar.prefault({}),
  integrations: Integrations.prefault({}),
});
export type ConfigFile = z.infer<typeof ConfigFile>;
export type McpServerConfig = z.infer<typeof McpServer>;
