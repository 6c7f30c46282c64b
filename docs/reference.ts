import { join } from "node:path";
import { describeCommands } from "./reference/commands.ts";
import { describeConfig } from "./reference/config.ts";
import { describeIntegrations, describeWebhooks } from "./reference/integrations.ts";
import { anchor } from "./reference/markdown.ts";
import { describeMcp } from "./reference/mcp.ts";
import { readNamedSchemas } from "./reference/named-schemas.ts";
import { describeProcedures } from "./reference/procedures.ts";
import { describeEnvironment, describeErrors, describeRoutes } from "./reference/surroundings.ts";
import { describeTypes } from "./reference/type-list.ts";
import { readTypes, ROOT } from "./reference/types.ts";

export const REFERENCE = join(ROOT, "docs/reference.md");

const HEAD = `# Reference

Everything that Porter can be asked and told: made from the sources by \`bun docs/reference.ts\`, so change those.
How it all hangs together is in [ARCHITECTURE.md](../ARCHITECTURE.md).`;

const PROCEDURES = `All of them are at \`/trpc\` and typed in \`porter/client\`: \`porter.tasks.list.query({ status: "todo" })\`,
\`porter.tasks.create.mutate({ title })\`, \`for await (const { id, data } of porter.tasks.onChange.subscribe())\`.

Behind the kind stands the least scope (\`TokenScope\`) that a named token needs; "in person": the owner in their browser or with
their own token alone, who may call all others, too. An agent may call with the token of its session what asks for "read" or
"agent". \`field?\` may be left out, limits stand in brackets, Dates are Dates. A stream gives an id with each entry, says
\`ready\` when it has caught up and \`resync\` when it cannot, and goes on from \`lastEventId\`.`;

const INTEGRATIONS = `Actions are run by \`integrations.run\`, by \`bun porter integrations run\` and by agents (\`integration_action\`). Params and
results are JSON. An agent may run what reads; for the rest it asks its owner, unless \`agent_actions\` names it.`;

const MCP = `For Claude: \`bun porter mcp\` over stdio, \`/mcp\` over Streamable HTTP, and for every agent of Porter by itself. Claude
sees each tool as \`mcp__porter__<name>\`. \`examples/claude-desktop.ts\` enters it into your own Claude's settings.`;

const COMMANDS = `\`bun porter <command> --help\` says the same. Most take \`--json\`: they then print one JSON document, those that
follow something a line of JSON for each thing that happens, and a failure is \`{"error": {code, message}}\` on stderr.`;

const CONFIG = `\`config/home.toml\`, or the file that \`PORTER_CONFIG\` names. \`"env:NAME"\` takes a value from the environment. Every key may
be left out unless a table of several (\`[]\`, \`<name>\`) needs it.`;

/** The whole text of docs/reference.md. */
export async function makeReference(): Promise<string> {
  await using types = await readTypes();
  const schemas = await readNamedSchemas(types);
  const procedures = await describeProcedures(types, schemas);
  const spoken = procedures.map(({ noun, text }) => `### ${noun}\n\n${text}`).join("\n\n");
  const integrations = describeIntegrations(schemas);
  const chapters: [title: string, ...parts: string[]][] = [
    ["Procedures", PROCEDURES, spoken],
    ["Integrations and their actions", INTEGRATIONS, integrations],
    ["Webhooks", describeWebhooks()],
    ["MCP", MCP, await describeMcp()],
    ["Commands", COMMANDS, describeCommands()],
    ["Configuration", CONFIG, await describeConfig(types)],
    ["Environment", describeEnvironment()],
    ["HTTP", describeRoutes()],
    ["Errors", await describeErrors(types)],
    ["Types", await describeTypes(`${spoken}\n${integrations}`, types, schemas)],
  ];
  const body = chapters.map(([title, ...parts]) => [`## ${title}`, ...parts].join("\n\n")).join("\n\n");
  return `${[HEAD, contents(body), body].join("\n\n")}\n`;
}

/** The chapters, and behind each one its parts. */
function contents(body: string): string {
  const chapters: { link: string; parts: string[] }[] = [];
  const used = new Map<string, number>();
  for (const [, depth = "", title = ""] of body.matchAll(/^(##|###) (.*)$/gm)) {
    const name = anchor(title);
    const times = used.get(name) ?? 0;
    used.set(name, times + 1);
    const link = `[${title}](#${name}${times > 0 ? `-${times}` : ""})`; // as GitHub tells headings apart
    if (depth === "##") chapters.push({ link, parts: [] });
    else chapters.at(-1)?.parts.push(link);
  }
  return chapters
    .map(({ link, parts }) => `- ${[link, parts.join(" · ")].filter(Boolean).join(": ")}`)
    .join("\n");
}

if (import.meta.main) {
  await Bun.write(REFERENCE, await makeReference());
  process.stdout.write(`${REFERENCE}\n`);
}
