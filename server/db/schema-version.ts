import type { Database } from "bun:sqlite";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const Journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });
const Applied = z.object({ latest: z.number().nullable() });

/** The newest migration that this code has. `when`: when it was made, in ms; migrations are told apart by it. */
export function newestKnown(migrations: string): { when: number; tag: string } | undefined {
  const journal = readFileSync(join(migrations, "meta/_journal.json"), "utf8");
  return Journal.parse(JSON.parse(journal)).entries.at(-1);
}

/** The `when` of the newest migration that the database has had, or null for an empty database. */
export function latestApplied(sqlite: Database): number | null {
  const table = sqlite.query("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get();
  if (!table) return null;
  return Applied.parse(sqlite.query("SELECT max(created_at) AS latest FROM __drizzle_migrations").get())
    .latest;
}
