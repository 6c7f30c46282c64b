import type { Session } from "../../shared/session.ts";

/** A session that has done nothing yet, as a store takes it. */
export function makeSession(change: Partial<Session> = {}): Session {
  const now = new Date();
  return {
    id: Bun.randomUUIDv7(),
    title: "Paint the shed",
    prompt: "Paint the shed",
    status: "completed",
    claudeSessionId: null,
    taskId: null,
    cwd: "/",
    model: null,
    permissionMode: "default",
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
    startedBy: "owner",
    origin: "porter",
    forkedFrom: null,
    pinnedAt: null,
    archivedAt: null,
    createdAt: now,
    updatedAt: now,
    ...change,
  };
}
