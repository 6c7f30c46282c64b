import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { NamedSchemas } from "./schema-words.ts";
import { ROOT, type Types } from "./types.ts";

/** The schemas of `shared/` that stand for a type of the same name. */
export async function readNamedSchemas({ named }: Pick<Types, "named">): Promise<NamedSchemas> {
  const found = new Map<z.ZodType, string>();
  for (const file of readdirSync(join(ROOT, "shared")).sort()) {
    const module: Record<string, unknown> = await import(join(ROOT, "shared", file));
    for (const [name, value] of Object.entries(module))
      if (value instanceof z.ZodType && named.has(name)) found.set(value, name);
  }
  return found;
}
