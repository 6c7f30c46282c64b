import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parse, TomlError } from "smol-toml";
import { z } from "zod";
import { PROJECT_ROOT, type Env } from "../env.ts";
import { StartError } from "../errors.ts";
import { explainIssues } from "./explain.ts";
import { integrationsSchema, type KnownIntegration } from "./integrations.ts";
import { resolveReferences, type Resolved, type Warning } from "./references.ts";
import { ConfigFile } from "./schema.ts";

export type Config = ConfigFile & {
  warnings: Warning[];
  /** References of integrations to variables that are not set: those integrations wait for them, and say so. */
  missingVariables: Resolved["missing"];
  /** Names of the variables that the file refers to: never passed on to an agent. */
  referencedVariables: string[];
};

/**
 * Reads the TOML file and lays the environment over it.
 * @param known the integrations that there are
 * @throws StartError with file, line, key and what is allowed.
 */
export function loadConfig(env: Env, known: readonly KnownIntegration[] = []): Config {
  const file = relative(PROJECT_ROOT, env.configPath).startsWith("..")
    ? env.configPath
    : relative(PROJECT_ROOT, env.configPath);
  const text = readText(env.configPath, file);
  const references = resolveReferences(parseToml(text, file), env.variables);
  const [missingVariables, missing] = partition(references.missing, ({ path }) => path[0] === "integrations");
  const parsed = ConfigFile.safeParse(withoutBroken({ ...references, missing }));
  if (!parsed.success)
    throw new StartError(explainIssues({ name: file, text, schema: ConfigFile }, parsed.error.issues));

  const config = parsed.data;
  requireRightSections({ name: file, text }, config.integrations, known);
  const expand = (path: string) => resolve(PROJECT_ROOT, path.replace(/^~(?=\/|$)/, env.homeDir));
  return {
    server: {
      host: env.host ?? config.server.host,
      port: env.port ?? config.server.port,
      public_url: env.publicUrl ?? config.server.public_url,
      trusted_proxies: config.server.trusted_proxies,
      time_zone: config.server.time_zone,
    },
    agents: {
      ...config.agents,
      cwd: expand(config.agents.cwd),
      allowed_dirs: config.agents.allowed_dirs.map(expand),
    },
    events: config.events,
    backup: config.backup,
    channels: config.channels,
    calendar: config.calendar,
    integrations: config.integrations,
    warnings: missing.map(warn),
    missingVariables,
    referencedVariables: references.names,
  };
}

/**
 * What an integration lacks is a matter for its owner while Porter runs; what is wrong in its section is a slip that
 * ends the start.
 */
function requireRightSections(
  file: { name: string; text: string },
  { enabled, sections }: ConfigFile["integrations"],
  known: readonly KnownIntegration[],
): void {
  const given = { integrations: { enabled, ...sections } };
  const schema = z.object({ integrations: integrationsSchema(known) });
  const issues = schema.safeParse(given).error?.issues ?? [];
  const wrong = issues.filter(
    ({ code, path }) => code !== "invalid_type" || valueAt(given, path) !== undefined,
  );
  if (wrong.length > 0) throw new StartError(explainIssues({ ...file, schema }, wrong));
}

const valueAt = (tree: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (node, key) => (typeof node === "object" && node !== null ? Reflect.get(node, key) : undefined),
    tree,
  );

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new StartError(`${file}: the configuration file cannot be read. PORTER_CONFIG names it.`, {
      cause,
    });
  }
}

function parseToml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [summary, , ...code] = error.message.split("\n");
    throw new StartError(
      `${file}:${error.line}:${error.column}: ${summary}\n${code.map(withoutValue).join("\n")}`,
    );
  }
}

/** A line of the file as an error may show it: its key or its table. A value may be a secret, whatever its quotes say. */
function withoutValue(line: string): string {
  if (/^\s*(\^|\d+:\s*(\[{1,2}[\w.-]*\]{0,2}\s*)?$)/.test(line)) return line;
  const [place = ""] = /^\s*\d+:\s*([\w.-]+\s*=)?/.exec(line) ?? [];
  return place + line.slice(place.length).replace(/\S/g, "*");
}

/** What lacks a secret would start and then fail each time, or go without; it is better left out and named. */
function brokenBy([room, part, key]: readonly string[]): { path: string[]; words: string } | undefined {
  if (room === "agents" && part === "mcp" && key !== undefined)
    return { path: [room, part, key], words: `MCP server "${key}"` };
  if (room === "channels" && part !== undefined) return { path: [room, part], words: `channel "${part}"` };
  return undefined;
}

function warn({ path, name }: Resolved["missing"][number]): Warning {
  const broken = brokenBy(path);
  const effect = broken
    ? `the ${broken.words} is left out until it is set`
    : `${path.join(".")} has no value until it is set`;
  return { subject: path.join("."), message: `The variable ${name} is not set: ${effect}.` };
}

function withoutBroken({ value, missing }: Resolved): unknown {
  return missing.reduce((tree, { path }) => {
    const broken = brokenBy(path);
    return broken ? without(tree, broken.path) : tree;
  }, value);
}

/** A copy of a tree of tables without what stands at the path. */
function without(tree: unknown, [head, ...rest]: readonly string[]): unknown {
  const entries = Object.entries(tree as Record<string, unknown>); // a missing reference below it proves the shape
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      if (key !== head) return [[key, value]];
      return rest.length === 0 ? [] : [[key, without(value, rest)]];
    }),
  );
}
