import type { McpServerConfig as SdkMcpServer } from "@anthropic-ai/claude-agent-sdk";
import type { McpServerConfig } from "../config/schema.ts";

/**
 * The MCP servers of a session: those of the configuration, and Porter's own with the token of the session. Only
 * Porter's is awaited before the first prompt, and its tools stand in the prompt instead of behind a tool search. It is
 * asked over HTTP: over stdio each session would have a process of its own, of 60 MB, that takes 100 ms to start.
 * A CLI takes 100 ms longer to start for it. As a server in this process (`type: "sdk"`) it would be half of that, but then a
 * call of its tools that was parked is never answered when the CLI resumes.
 */
export function mcpServersOf(
  configured: Record<string, McpServerConfig>,
  porter: { apiUrl: string; token: string },
  /** Those that the session does without. */
  off: readonly string[] = [],
): Record<string, SdkMcpServer> {
  const others = Object.entries(configured)
    .filter(([name]) => !off.includes(name))
    .map(([name, server]): [string, SdkMcpServer] =>
      "url" in server
        ? [name, { type: "http", url: server.url, headers: server.headers }]
        : [name, { type: "stdio", command: server.command, args: server.args, env: server.env }],
    );
  return {
    ...Object.fromEntries(others),
    porter: {
      type: "http",
      url: new URL("/mcp", porter.apiUrl).href,
      headers: { authorization: `Bearer ${porter.token}` },
      alwaysLoad: true,
    },
  };
}
