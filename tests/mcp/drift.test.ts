import { expect, test } from "bun:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { createMcpServer } from "../../mcp/server.ts";
import { appRouter } from "../../server/trpc/router.ts";

/**
 * What each tool calls, with the parameters that mean something else than the procedure's field of that name: `null`
 * for one that the tool itself uses up.
 */
const TOOLS: Record<string, { procedure: string | null; own?: Record<string, string | null> }> = {
  add_comment: { procedure: "comments.add", own: { id: "taskId" } },
  ask_owner: { procedure: null },
  create_task: { procedure: "tasks.create" },
  decide_approval: { procedure: "agents.decideByMcp" },
  get_context: { procedure: "agents.context" },
  get_notifications: { procedure: "notifications.list" },
  get_task: { procedure: "tasks.get", own: { id: null } },
  integration_action: { procedure: "integrations.run", own: { action_name: "action" } },
  list_approvals: { procedure: "agents.approvalsForMcp" },
  list_integrations: { procedure: "integrations.list" },
  list_tasks: { procedure: "tasks.list", own: { due_before: "due" } },
  notify_owner: { procedure: "agents.notifyOwner" },
  quick_add: { procedure: "tasks.quickAdd" },
  search: { procedure: "search.query" },
  start_agent: { procedure: "agents.startAgent" },
  update_task: { procedure: "tasks.update" },
};

/** Parameters whose form is the tool's own: references to tasks by number, dates as text. */
const OTHER_FORM = /^(id|parent_id|task_id|due_at|due_before|remind_at)$/;
/** Limits and words that say the same in another place: a page of a list is shorter for an agent. */
const OTHER_LIMIT = new Set(["limit"]);

/** Where tRPC keeps what a router and a procedure are made of. */
const DEFINITION = "_def";
// Its types nest the procedures as the router does; what stands there is flat, by their whole names.
const procedures = appRouter[DEFINITION].procedures as unknown as Record<
  string,
  { [DEFINITION]: { inputs: z.ZodType[] } }
>;

type Json = Record<string, unknown>;
type ObjectSchema = { properties?: Record<string, Json>; required?: string[] };

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Without what does not narrow a value. */
function bare(schema: Json): Json {
  const { description: _, title: __, ...rest } = schema;
  const { anyOf } = rest;
  if (!Array.isArray(anyOf)) return rest;
  const parts = anyOf.map((part: Json) => bare(part)).filter(({ type }) => type !== "null");
  return parts.length === 1 && parts[0] ? parts[0] : { ...rest, anyOf: parts };
}

/** As it stands, or one of the forms that it may have. */
function takes(field: Json, parameter: Json): boolean {
  const { anyOf } = bare(field);
  const forms = [bare(field), ...(Array.isArray(anyOf) ? anyOf : [])];
  return forms.some((form) => Bun.deepEquals(form, bare(parameter)));
}

function inputOf(procedure: string): ObjectSchema {
  const known = procedures[procedure];
  if (!known) throw new Error(`The router has no ${procedure}.`);
  const [input] = known[DEFINITION].inputs;
  if (!input) return {};
  const schema = z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as ObjectSchema & {
    anyOf?: ObjectSchema[];
  };
  return schema.anyOf
    ? { properties: Object.assign({}, ...schema.anyOf.map(({ properties }) => properties)) }
    : schema;
}

test("every parameter of a tool is one of the procedure that it calls, and as that takes it", async () => {
  const nobody: object = new Proxy(() => Promise.resolve({}), { get: () => nobody });
  const server = createMcpServer(nobody as PorterClient); // It is asked for its tools alone.
  const [mine, its] = InMemoryTransport.createLinkedPair();
  await server.connect(its);
  const client = new Client({ name: "test", version: "1" });
  await client.connect(mine);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(TOOLS).sort());

  const drifted: string[] = [];
  for (const { name, inputSchema, description } of tools) {
    expect(description?.length ?? 0).toBeGreaterThan(20);
    const tool = TOOLS[name];
    if (!tool?.procedure) continue;
    const known = inputOf(tool.procedure);
    const given = inputSchema as ObjectSchema;
    const fieldOf = (parameter: string) =>
      tool.own && parameter in tool.own ? tool.own[parameter] : camel(parameter);
    for (const [parameter, schema] of Object.entries(given.properties ?? {})) {
      const field = fieldOf(parameter);
      if (field === null) continue;
      const expected = field === undefined ? undefined : known.properties?.[field];
      if (!expected) drifted.push(`${name}.${parameter}: ${tool.procedure} has no ${field}`);
      else if (!OTHER_FORM.test(parameter) && !OTHER_LIMIT.has(parameter) && !takes(expected, schema))
        drifted.push(
          `${name}.${parameter}: ${JSON.stringify(bare(schema))} is not ${JSON.stringify(bare(expected))}`,
        );
    }
    const offered = new Set(Object.keys(given.properties ?? {}).map(fieldOf));
    const missing =
      tool.own && Object.values(tool.own).includes(null)
        ? []
        : (known.required ?? []).filter((field) => !offered.has(field));
    drifted.push(...missing.map((field) => `${name}: ${tool.procedure} needs ${field}`));
  }
  expect(drifted).toEqual([]);
});
