import type { Database } from "bun:sqlite";
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/bun-sqlite";
import { migrate } from "drizzle-orm/bun-sqlite/migrator";
import { z } from "zod";
import { StartError } from "../errors.ts";

const Journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });
const Applied = z.object({ latest: z.number().nullable() });

/**
 * Brings the database to the schema of this code. A database that has anything in it is backed up first.
 * @throws StartError when the database is newer than the code (it is left untouched) or breaks a foreign key.
 */
export function migrateDatabase(
  sqlite: Database,
  folders: { migrations: string; backups: string; dataDir: string },
): void {
  const known = Journal.parse(
    JSON.parse(readFileSync(join(folders.migrations, "meta/_journal.json"), "utf8")),
  ).entries;
  const newest = known.at(-1);
  const applied = latestApplied(sqlite);
  if (!newest || newest.when === applied) return;
  if (applied !== null && applied > newest.when) {
    throw new StartError(
      `The database in ${folders.dataDir} was made by a newer Porter. Update Porter, or restore a backup from ${folders.backups}.`,
    );
  }
  if (applied !== null) backUp(sqlite, folders.backups, newest.tag);

  // SQLite ignores this pragma inside a transaction, and a rebuilt table would delete its child rows without it.
  sqlite.run("PRAGMA foreign_keys = OFF");
  migrate(drizzle(sqlite), { migrationsFolder: folders.migrations });
  sqlite.run("PRAGMA foreign_keys = ON");
  const broken = sqlite.query("PRAGMA foreign_key_check").all();
  if (broken.length > 0) {
    throw new StartError(
      `After the migration ${broken.length} rows in ${folders.dataDir} point to rows that do not exist. Restore the backup from ${folders.backups}.`,
    );
  }
}

/** When the newest applied migration was made (milliseconds), or null for an empty database. */
function latestApplied(sqlite: Database): number | null {
  const table = sqlite.query("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get();
  if (!table) return null;
  return Applied.parse(sqlite.query("SELECT max(created_at) AS latest FROM __drizzle_migrations").get())
    .latest;
}

function backUp(sqlite: Database, folder: string, tag: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `before-${tag}-${new Date().toISOString().replaceAll(":", "")}.db`);
  sqlite.query("VACUUM INTO ?").run(path);
  chmodSync(path, 0o600);
}
