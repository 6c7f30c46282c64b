import type { AgentEvent } from "../../shared/feed.ts";

/** What a running answer shows and the log does not keep: deltas, a message when a block begins in it, what fills its context. */
export type AgentLive = Extract<AgentEvent, { type: "delta" } | { type: "message" } | { type: "context" }>;
