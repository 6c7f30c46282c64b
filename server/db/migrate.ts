import type { Database } from "bun:sqlite";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { StartError } from "../errors.ts";
import { makeBackup, pruneBackups } from "./backup.ts";
import { backupsFolder } from "./data-files.ts";
import { latestApplied, newestKnown } from "./schema-version.ts";

/** A migration that fails makes one at every start. */
const BACKUPS_KEPT = 5;

type Folders = { migrations: string; dataDir: string };

/**
 * Brings the database to the schema of this code. A database that has anything in it is backed up first.
 * @throws StartError when the database is newer than the code, or would break a foreign key: it is as before then.
 */
export function migrateDatabase(sqlite: Database, folders: Folders): void {
  refuseNewer(sqlite, folders);
  const newest = newestKnown(folders.migrations);
  const applied = latestApplied(sqlite);
  if (!newest || newest.when === applied) return;
  if (applied !== null) {
    makeBackup({ ...folders, reason: "migration", withKeys: true });
    pruneBackups(backupsFolder(folders.dataDir), "migration", BACKUPS_KEPT);
  }

  // SQLite ignores this pragma inside a transaction, and a rebuilt table would delete its child rows without it.
  sqlite.run("PRAGMA foreign_keys = OFF");
  sqlite.transaction(() => apply(sqlite, folders, applied)).immediate();
  sqlite.run("PRAGMA foreign_keys = ON");
}

/** @throws StartError when a newer Porter has migrated this database. Reads only. */
export function refuseNewer(sqlite: Database, folders: Folders): void {
  const newest = newestKnown(folders.migrations);
  const applied = latestApplied(sqlite);
  if (!newest || applied === null || applied <= newest.when) return;
  throw new StartError(
    `The database in ${folders.dataDir} was made by a newer Porter. Update Porter, or restore a backup from ${backupsFolder(folders.dataDir)}.`,
  );
}

/**
 * Runs the migrations after `applied` in the caller's transaction. Drizzle's own `migrate` commits before the
 * foreign keys can be checked, and the next start would take the broken database for a good one.
 */
function apply(sqlite: Database, folders: Folders, applied: number | null): void {
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
    `After the migration ${broken.length} rows in ${folders.dataDir} would point to rows that do not exist. Nothing was changed; a copy is in ${backupsFolder(folders.dataDir)}.`,
  );
}
