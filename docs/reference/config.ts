import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Type } from "typescript/unstable/async";
import { sectionSchema } from "../../server/config/integrations.ts";
import { ConfigFile } from "../../server/config/schema.ts";
import { builtIns } from "../../server/integrations/registry.ts";
import { code, table } from "./markdown.ts";
import { fieldsIn, inWords, toSchema, type Schema } from "./schema-words.ts";
import { ROOT, type Types } from "./types.ts";

/** Their defaults are the machine's. */
const OF_THE_MACHINE = ["server.time_zone"];

/** Those that all integrations have: their meaning stands at no schema of theirs. */
const OF_ALL_INTEGRATIONS: Record<string, string> = {
  tick_interval: "Seconds between its ticks.",
  agent_actions: "Actions that agents may run without asking; reading is free.",
};

type Key = { path: string; words: string; default: string };

/** In the place of the default, of a key that its table cannot do without. */
const NEEDED = "needed";

/** Every key of the configuration, by table: its type, its default, and the comment at its schema or in home.toml. */
export async function describeConfig(types: Types): Promise<string> {
  const { integrations: _, ...rooms } = ConfigFile.shape;
  const written = readComments();
  const docs = await docsIn(types, "server/config/schema.ts", "ConfigFile");
  const meaningOf = (path: string, comments: ReadonlyMap<string, string>) =>
    comments.get(path) ?? written.get(path) ?? "";
  const sections = Object.entries(rooms).map(([name, schema]) => {
    const keys = flatten(toSchema(schema), name);
    return section({ name, keys, notes: notesOn(name, written), meaningOf: (path) => meaningOf(path, docs) });
  });
  const enabled = { path: "enabled", words: "string[]", default: code("[]") };
  sections.push(
    section({
      name: "integrations",
      keys: [enabled],
      notes: "",
      meaningOf: () => `Which are on: ${builtIns.map(({ id }) => code(id)).join(", ")}.`,
    }),
  );
  for (const one of builtIns) {
    const prefix = `integrations.${one.id}`;
    const file = `server/integrations/${one.id}/config.ts`; // a small one describes its settings in its index.ts
    const comments = existsSync(join(ROOT, file))
      ? await docsIn(types, file, "Config", prefix)
      : new Map<string, string>();
    const keys = flatten(toSchema(sectionSchema(one)), prefix);
    sections.push(
      section({
        name: prefix,
        keys,
        notes: `- [README](../server/integrations/${one.id}/README.md)\n`,
        meaningOf: (path) => OF_ALL_INTEGRATIONS[nameOf(path)] ?? meaningOf(path, comments),
      }),
    );
  }
  return sections.join("\n\n");
}

/** What home.toml says of a table within this one, or of this one. */
const notesOn = (name: string, comments: ReadonlyMap<string, string>): string =>
  [...comments]
    .filter(([path]) => path.startsWith("[") && (path === `[${name}]` || path.startsWith(`[${name}.`)))
    .map(([path, comment]) => `- ${code(path)} ${comment}\n`)
    .join("");

const nameOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

type Section = { name: string; keys: Key[]; notes: string; meaningOf: (path: string) => string };

function section({ name, keys, notes, meaningOf }: Section): string {
  const rows = keys.map(({ path, words, default: value }) => [
    code(path.startsWith(`${name}.`) ? path.slice(name.length + 1) : path),
    code(words),
    OF_THE_MACHINE.includes(path) ? "" : value,
    meaningOf(path),
  ]);
  return `### \`[${name}]\`\n\n${notes && `${notes}\n`}${table(["key", "type", "default", "meaning"], rows)}`;
}

/** Tables within tables by their dotted names: `mcp.<name>` for any name, `ics[]` for one of several. */
function flatten(schema: Schema, path: string, isOptional = true): Key[] {
  const { properties, additionalProperties, items, anyOf, oneOf } = schema;
  const either = anyOf ?? oneOf;
  if (properties)
    return fieldsIn(schema).flatMap(({ name, schema, isOptional }) =>
      flatten(schema, `${path}.${name}`, isOptional),
    );
  if (typeof additionalProperties === "object" && isTable(additionalProperties))
    return flatten(additionalProperties, `${path}.<name>`);
  if (items && isTable(items)) return flatten(items, `${path}[]`);
  if (either?.every(isTable)) {
    const keys = either.flatMap((one) => flatten(one, path));
    return [...new Set(keys.map(({ path }) => path))].map((path) =>
      merge(
        keys.filter((key) => key.path === path),
        either.length,
      ),
    );
  }
  const value =
    schema.default !== undefined ? code(JSON.stringify(schema.default)) : isOptional ? "" : NEEDED;
  return [{ path, words: inWords(schema), default: value }];
}

const isTable = ({ properties, anyOf, oneOf }: Schema): boolean =>
  properties !== undefined || (anyOf ?? oneOf ?? []).some(isTable);

/** One key as some of the kinds of a table have it. */
function merge(keys: Key[], kinds: number): Key {
  const [first] = keys;
  if (!first) throw new Error("There is no key.");
  const words = [...new Set(keys.map(({ words }) => words))].join(" | ");
  const isOfAll = keys.length === kinds;
  return { ...first, words, default: first.default === NEEDED && !isOfAll ? "" : first.default };
}

/** The comments at a schema, by the same dotted names. */
async function docsIn(
  types: Types,
  file: string,
  name: string,
  prefix?: string,
): Promise<Map<string, string>> {
  const docs = new Map<string, string>();
  const read = async (type: Type, path: string): Promise<void> => {
    const element = await types.elementOf(type);
    if (element) return read(element, (await types.isArray(type)) ? `${path}[]` : `${path}.<name>`);
    for (const { name, type: inner, doc } of await types.fieldsOf(type)) {
      const here = path === "" ? name : `${path}.${name}`;
      if (doc !== "") docs.set(here, doc);
      await read(inner, here);
    }
  };
  await read(await types.valueType(file, name, "_zod", "output"), prefix ?? "");
  return docs;
}

/** Tables whose name is for their owner to choose. */
const SOME_NAME = /^(agents\.(?:mcp|profiles)\.).*$/;

/** The comments behind the tables and the keys of home.toml, also of keys that are commented out, by their dotted names. */
function readComments(): Map<string, string> {
  const comments = new Map<string, string>();
  let path = "";
  for (const line of readFileSync(join(ROOT, "config/home.toml"), "utf8").split("\n")) {
    const text = line.replace(/^# /, "");
    const header = /^(\[{1,2})([\w.-]+)\]{1,2}(?:\s*#\s+(.*))?$/.exec(text);
    if (header) {
      path = `${header[2]?.replace(SOME_NAME, "$1<name>") ?? ""}${header[1] === "[[" ? "[]" : ""}`;
      if (header[3] !== undefined) comments.set(`[${path}]`, header[3]);
    }
    const [, key, , comment] = /^(\w+)\s*=\s*("[^"]*"|\[[^\]]*\]|[^"#[]+?)\s*#\s+(.*)$/.exec(text) ?? [];
    const isList = /^\w+( \| \w+)+$/.test(comment ?? ""); // of what is allowed: the type says it
    if (key !== undefined && comment !== undefined && !isList) comments.set(`${path}.${key}`, comment);
  }
  return comments;
}
