import type { Options } from "@anthropic-ai/claude-agent-sdk/core";
import { describeContext, textOfParts } from "../server/agents/context.ts";
import { mcpServersOf } from "../server/agents/mcp-servers.ts";
import { createHost, systemPromptOf } from "../server/agents/runner/host.ts";
import { appRouter } from "../server/trpc/router.ts";
import { createMcpSessions, type McpCaller } from "../mcp/http.ts";

/** An agent that may list Porter's tools and calls none. */
const AGENT: McpCaller = {
  credential: "bench",
  isAgent: true,
  isLetIn: () => true,
  connect: () => ({
    router: appRouter,
    createContext: () => Promise.reject(new Error("Nobody calls a tool here.")),
  }),
};

/** What Porter gives the SDK for a new session, with its tools served by this process; its own way to start a process is left out. */
export function startPortersOptions(environment: Record<string, string>): Disposable & { options: Options } {
  const stopping = new AbortController();
  const sessions = createMcpSessions(stopping.signal);
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: (request) => sessions.handle(request, AGENT),
  });
  const { spawnClaudeCodeProcess: _, ...options } = createHost({
    runId: "bench",
    environment,
    command: undefined,
    maxBudgetUsd: undefined,
    mcpServers: mcpServersOf({}, { apiUrl: server.url.href, token: "bench" }),
    onSpawn: () => undefined,
    onToolCall: () => ({ decision: "cli" }),
  }).options;
  return {
    options: {
      ...options,
      permissionMode: "default",
      systemPrompt: systemPromptOf(textOfParts(describeContext({}))),
    },
    [Symbol.dispose]: () => {
      stopping.abort();
      void server.stop(true);
    },
  };
}
