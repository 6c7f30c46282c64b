import { z } from "zod";
import { Id } from "./ids.ts";
import { plainText } from "./text.ts";

const ServerName = plainText(200).min(1);

export const ReadServers = z.strictObject({ id: Id });
export type ReadServers = z.infer<typeof ReadServers>;

export const SwitchServer = z.strictObject({ id: Id, name: ServerName, on: z.boolean() });
export type SwitchServer = z.infer<typeof SwitchServer>;

export const RestartServer = z.strictObject({ id: Id, name: ServerName });
export type RestartServer = z.infer<typeof RestartServer>;

export type McpTool = { name: string; description: string };

/** An MCP server of the configuration, or Porter's own, as it stands for one session. */
export type SessionServer = {
  name: string;
  isOn: boolean;
  /** Porter's own, which stays on. */
  isOwn: boolean;
  /** As the Claude CLI says it (`connected`, `failed`, `pending` …); null while no process is there to ask. */
  status: string | null;
  error: string | null;
  tools: McpTool[];
};

export type SessionServers = {
  items: SessionServer[];
  /** The Claude CLI of this session with all that runs below it; null when none runs. */
  process: { memoryBytes: number | null; isIdle: boolean } | null;
};

/** What the processes of sessions hold, in bytes; null where the system does not say. */
export type AgentMemory = {
  items: { sessionId: string; isIdle: boolean; bytes: number | null }[];
  /** The process that is kept ahead for the next new session; null when there is none. */
  spare: { bytes: number | null } | null;
  /** Idle processes are let go beyond this. */
  idleLimitBytes: number;
};
