import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { MCP_SERVER, WITH_BUN_CACHE } from "../support/server.ts";

const Result = z.object({
  isError: z.boolean().optional(),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  content: z.tuple([z.object({ type: z.literal("text"), text: z.string() })]),
});

/** Porter's MCP server as a host runs it: a process of its own, spoken to over stdio by the real MCP client. */
export async function connectMcp(
  porter: { url: string; token: string },
  options: { env?: Record<string, string>; args?: string[] } = {},
) {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: options.args ?? [MCP_SERVER],
      env: {
        PATH: process.env["PATH"] ?? "",
        ...WITH_BUN_CACHE,
        PORTER_API_URL: porter.url,
        PORTER_TOKEN: porter.token,
        ...options.env,
      },
      stderr: "inherit",
    }),
  );
  return {
    client,
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
