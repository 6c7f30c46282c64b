import { z } from "zod";
import type { NamedSchemas } from "./schema-words.ts";
import type { Types } from "./types.ts";

/** All types whose names stand in the code of a text, and in turn in them, by name. */
export async function describeTypes(text: string, types: Types, schemas: NamedSchemas): Promise<string> {
  const ordered = new Map([...schemas].map(([schema, name]) => [name, schema]));
  const told = new Map<string, string>();
  const tell = async (within: string): Promise<void> => {
    for (const [, name = ""] of within.matchAll(/\b([A-Z][A-Za-z]+)\b/g)) {
      const found = types.named.get(name);
      if (!found || told.has(name)) continue;
      told.set(name, ""); // It may contain itself.
      const schema = ordered.get(name);
      const body =
        schema instanceof z.ZodEnum
          ? schema.options.map((option) => JSON.stringify(option)).join(" | ")
          : await declare(found.type, types);
      told.set(
        name,
        `#### ${name}\n${found.doc && `\n${found.doc}\n`}\n\`\`\`ts\ntype ${name} =${body.startsWith("\n") ? "" : " "}${body};\n\`\`\``,
      );
      await tell(body.replace(/\/\/.*$/gm, ""));
    }
  };
  await tell((text.match(/`[^`]+`/g) ?? []).join(" "));
  return [...told]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry)
    .join("\n\n");
}

async function declare(type: Parameters<Types["inWords"]>[0], types: Types): Promise<string> {
  const whole = await types.inWords(type, true);
  if (type.isUnionType() && whole.length > WIDTH)
    return `\n  | ${(await types.partsInWords(await type.getTypes(), type.id)).join("\n  | ")}`;
  if (type.isUnionType() || !whole.startsWith("{ ")) return whole;
  const lines: string[] = [];
  for (const field of await types.fieldsOf(type)) {
    if (field.doc) lines.push(...wrap(field.doc).map((line) => `  // ${line}`));
    lines.push(`  ${await types.fieldInWords(field)};`);
  }
  return `{\n${lines.join("\n")}\n}`;
}

const WIDTH = 110;

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
