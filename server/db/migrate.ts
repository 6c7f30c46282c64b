import type { Database } from "bun:sqlite";
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { z } from "zod";
import { StartError } from "../errors.ts";

type MigrationFolders = { migrations: string; backups: string; dataDir: string };

const Journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });
const Applied = z.object({ latest: z.number().nullable() });

/**
 * Brings the database to the schema of this code. A database that has anything in it is backed up first.
 * @throws StartError when the database is newer than the code, or would break a foreign key: it is as before then.
 */
export function migrateDatabase(sqlite: Database, folders: MigrationFolders): void {
  refuseNewer(sqlite, folders);
  const newest = newestKnown(folders.migrations);
  const applied = latestApplied(sqlite);
  if (!newest || newest.when === applied) return;
  if (applied !== null) backUp(sqlite, folders.backups, newest.tag);

  // SQLite ignores this pragma inside a transaction, and a rebuilt table would delete its child rows without it.
  sqlite.run("PRAGMA foreign_keys = OFF");
  sqlite.transaction(() => apply(sqlite, folders, applied)).immediate();
  sqlite.run("PRAGMA foreign_keys = ON");
}

/** @throws StartError when a newer Porter has migrated this database. Reads only. */
export function refuseNewer(sqlite: Database, folders: MigrationFolders): void {
  const newest = newestKnown(folders.migrations);
  const applied = latestApplied(sqlite);
  if (!newest || applied === null || applied <= newest.when) return;
  throw new StartError(
    `The database in ${folders.dataDir} was made by a newer Porter. Update Porter, or restore a backup from ${folders.backups}.`,
  );
}

/**
 * Runs the migrations after `applied` in the caller's transaction. Drizzle's own `migrate` commits before the
 * foreign keys can be checked, and the next start would take the broken database for a good one.
 */
function apply(sqlite: Database, folders: MigrationFolders, applied: number | null): void {
  sqlite.run(
    "CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)",
  );
  const note = sqlite.query("INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)");
  for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder: folders.migrations })) {
    if (applied !== null && folderMillis <= applied) continue;
    for (const statement of sql) sqlite.run(statement);
    note.run(hash, folderMillis);
  }
  const broken = sqlite.query("PRAGMA foreign_key_check").all();
  if (broken.length === 0) return;
  throw new StartError(
    `After the migration ${broken.length} rows in ${folders.dataDir} would point to rows that do not exist. Nothing was changed; a copy is in ${folders.backups}.`,
  );
}

function newestKnown(migrations: string): { when: number; tag: string } | undefined {
  const journal = readFileSync(join(migrations, "meta/_journal.json"), "utf8");
  return Journal.parse(JSON.parse(journal)).entries.at(-1);
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
