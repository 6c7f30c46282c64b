import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CallToolResultSchema, type Notification } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { createMcpServer } from "../../mcp/server.ts";
import { MCP_COMMAND, WITH_BUN_CACHE } from "../support/server.ts";

const Result = z.object({
  isError: z.boolean().optional(),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  content: z.tuple([z.object({ type: z.literal("text"), text: z.string() })]),
});

/** Porter's MCP server as a host runs it: a process of its own, spoken to over stdio by the real MCP client. */
export async function connectMcp(
  porter: { url: string; token: string },
  options: { env?: Record<string, string> } = {},
) {
  const [command = "", ...args] = MCP_COMMAND;
  const transport = new StdioClientTransport({
    command,
    args,
    env: {
      PATH: process.env["PATH"] ?? "",
      ...WITH_BUN_CACHE,
      PORTER_API_URL: porter.url,
      PORTER_TOKEN: porter.token,
      ...options.env,
    },
    stderr: "inherit",
  });
  return connect(transport);
}

/** The same over Streamable HTTP. */
export async function connectMcpOverHttp(porter: { url: string; token: string }) {
  const transport = new StreamableHTTPClientTransport(new URL("/mcp", porter.url), {
    requestInit: { headers: { authorization: `Bearer ${porter.token}` } },
  });
  return { ...(await connect(transport)), transport };
}

/** The same in this process, as the given client of Porter's. */
export async function connectMcpHere(porter: PorterClient) {
  const [here, there] = InMemoryTransport.createLinkedPair();
  await createMcpServer(porter).connect(there);
  return connect(here);
}

async function connect(transport: Transport) {
  const client = new Client({ name: "test", version: "1" });
  const told: Notification[] = [];
  const listeners = new Set<() => void>();
  client.fallbackNotificationHandler = async (notification) => {
    told.push(notification);
    for (const listener of listeners) listener();
  };
  await client.connect(transport);
  return {
    client,
    /** What the server said unasked, in order. */
    told,
    /** Resolves once it has said something like this. */
    async untilTold(method: string, params: Record<string, unknown> = {}): Promise<void> {
      const isSaid = () =>
        told.some((one) => one.method === method && Bun.deepMatch(params, one.params ?? {}));
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => isSaid() && resolve();
      listeners.add(look);
      look();
      await promise;
      listeners.delete(look);
    },
    /** What a tool answered: its data, checked to be the same in text and in structure, or the text of its error. */
    async call(name: string, args: Record<string, unknown> = {}) {
      const answer = Result.parse(await client.callTool({ name, arguments: args }, CallToolResultSchema));
      const [{ text }] = answer.content;
      if (answer.isError) return { error: text, data: undefined };
      if (JSON.stringify(answer.structuredContent) !== text) throw new Error(`${name}: two answers in one`);
      return { error: undefined, data: answer.structuredContent };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
