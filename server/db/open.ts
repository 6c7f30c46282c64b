import { Database } from "bun:sqlite";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/bun-sqlite";
import { StartError } from "../errors.ts";
import { findDamage } from "./condition.ts";
import { DATABASE_FILE, WAL_FILE } from "./data-files.ts";
import { touchPrivate } from "./instance.ts";
import { migrateDatabase, refuseNewer } from "./migrate.ts";
import { completeRestore } from "./restore.ts";
import { explainOpening, requireHistory } from "./start-check.ts";

/**
 * In ms. The wait is short because it blocks the event loop; only a foreign connection can cause one: a long read, or
 * its last moment, in which it brings the WAL into the database and lets nobody else in.
 */
const PATIENCE = "PRAGMA busy_timeout = 1000";

/**
 * In bytes: a database up to this is read as a whole at every start, which takes 10 ms for each MB. A larger one is
 * read by the worker after a stop that was not orderly, and by every backup.
 */
const READ_AT_START = 8 * 1024 * 1024;

export type Db = ReturnType<typeof openDatabase>["db"];

/**
 * Opens `<dataDir>/porter.db`, made if missing, at the schema of this code.
 * @throws StartError when the file is damaged (it is set aside then), locked, not to be written, newer than the code,
 * not a database, or gone.
 */
export function openDatabase(options: { dataDir: string; migrations: string }) {
  const { dataDir } = options;
  const path = join(dataDir, DATABASE_FILE);
  let sqlite: Database | undefined;
  let isUnchecked = false;
  try {
    completeRestore(dataDir);
    requireHistory(dataDir);
    touchPrivate(path); // SQLite gives the WAL and shared-memory files the mode of the database.
    // An orderly close leaves no WAL.
    const wasKilled = existsSync(join(dataDir, WAL_FILE)) && statSync(join(dataDir, WAL_FILE)).size > 0;
    const isSmall = statSync(path).size <= READ_AT_START;
    isUnchecked = wasKilled && !isSmall;
    // A writable connection changes the file: it sets WAL, and writes a WAL that a crash left back at its close.
    using reader = new Database(path, { readonly: true });
    reader.run(PATIENCE);
    refuseNewer(reader, options);
    if (isSmall) requireUndamaged(reader);
    sqlite = new Database(path);
    // bun:sqlite opens with a rollback journal, no foreign keys and no patience. FULL: a committed change survives
    // a power cut too.
    sqlite.run(PATIENCE);
    sqlite.run("PRAGMA journal_mode = WAL");
    sqlite.run("PRAGMA synchronous = FULL");
    sqlite.run("PRAGMA foreign_keys = ON");
    migrateDatabase(sqlite, options);
  } catch (cause) {
    sqlite?.close();
    if (cause instanceof StartError) throw cause;
    throw explainOpening(dataDir, cause);
  }
  return {
    db: drizzle(sqlite),
    /** The server before was killed, and the file is too large to read it before this one serves. */
    isUnchecked,
    close: () => sqlite.close(),
  };
}

function requireUndamaged(reader: Database): void {
  const findings = findDamage(reader);
  if (findings.length > 0) throw Object.assign(new Error(findings.join("; ")), { code: "SQLITE_CORRUPT" });
}
