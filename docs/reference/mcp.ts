import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { createCalls } from "../../client/sdk/calls.ts";
import type { AppRouter } from "../../server/trpc/router.ts";
import { createMcpServer } from "../../mcp/server.ts";
import { code, fieldLine, table } from "./markdown.ts";
import { fieldsIn, inWords, type Schema } from "./schema-words.ts";

/** A Porter that has nothing and lets everything be offered. */
const empty: TRPCLink<AppRouter> = () => () =>
  observable((observer) => {
    observer.next({ result: { data: { items: [], nextCursor: null } } });
    observer.complete();
  });

/** What a host of Porter's MCP server is told of it, as the server itself tells it. */
export async function describeMcp(): Promise<string> {
  const server = createMcpServer(createCalls({ links: [empty], retryFor: 0 }));
  await new Promise(setImmediate); // What it asks of Porter before it offers a tool is answered by then.
  const client = new Client({ name: "reference", version: "0" });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(theirs), client.connect(ours)]);
  const can = client.getServerCapabilities() ?? {};
  const { tools } = await client.listTools();
  const resources = can.resources ? (await client.listResources()).resources : [];
  const templates = can.resources ? (await client.listResourceTemplates()).resourceTemplates : [];
  const prompts = can.prompts ? (await client.listPrompts()).prompts : [];
  await client.close();

  const places = [
    ...resources.map(({ uri, description }) => [code(uri), description ?? ""]),
    ...templates.map(({ uriTemplate, description }) => [code(uriTemplate), description ?? ""]),
  ];
  return [
    `### MCP tools\n\n${tools.map(describeTool).join("\n\n")}`,
    ...(places.length > 0 ? [`### MCP resources\n\n${table(["address", "what it is"], places)}`] : []),
    ...(prompts.length > 0 ? [`### MCP prompts\n\n${prompts.map(describePrompt).join("\n\n")}`] : []),
  ].join("\n\n");
}

type Tool = Awaited<ReturnType<Client["listTools"]>>["tools"][number];
type Prompt = Awaited<ReturnType<Client["listPrompts"]>>["prompts"][number];

function describeTool({
  name,
  title,
  description = "",
  inputSchema,
  outputSchema,
  annotations = {},
}: Tool): string {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations;
  const kinds = [
    readOnlyHint ? "read-only" : "changes something",
    ...(destructiveHint ? ["destructive"] : []),
    ...(idempotentHint && !readOnlyHint ? ["idempotent"] : []),
    ...(openWorldHint ? ["reaches beyond Porter"] : []),
  ];
  return [
    `**${code(name)}** ${title ?? ""} · ${kinds.join(", ")}\\\n${description}`,
    ...fieldsIn(inputSchema as Schema).map(fieldLine),
    ...(outputSchema ? [`- → ${code(inWords(outputSchema, 1))}`] : []),
  ].join("\n");
}

function describePrompt({ name, title, description = "", arguments: given = [] }: Prompt): string {
  return [
    `**${code(name)}** ${title ?? ""}\\\n${description}`,
    ...given.map(({ name, description = "", required }) =>
      fieldLine({ name, isOptional: required !== true, words: "string", meaning: description }),
    ),
  ].join("\n");
}
