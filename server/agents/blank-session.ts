import type { Actor } from "../../shared/actor.ts";
import type { Session } from "../../shared/session.ts";

/** What a session is that nothing has been said of: new, and not asked anything yet. */
export function blankSession(startedBy: Actor): Omit<Session, "title" | "prompt" | "cwd" | "permissionMode"> {
  const now = new Date();
  return {
    id: Bun.randomUUIDv7(),
    status: "queued",
    claudeSessionId: null,
    taskId: null,
    model: null,
    costUsd: 0,
    usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheCreationTokens: 0 },
    effort: null,
    profileId: null,
    worktree: null,
    contextTokens: null,
    contextWindow: null,
    budgetUsd: null,
    limitedUntil: null,
    resumesAtReset: false,
    mcpServers: [],
    queuedMessageIds: [],
    error: null,
    startedBy,
    origin: "porter",
    forkedFrom: null,
    pinnedAt: null,
    archivedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}
