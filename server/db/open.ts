import { Database } from "bun:sqlite";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "../errors.ts";
import { findDamage } from "./condition.ts";
import { DATABASE_FILE, WAL_FILE } from "./data-files.ts";
import { touchPrivate } from "./instance.ts";
import { migrateDatabase, refuseNewer } from "./migrate.ts";
import { completeRestore } from "./restore.ts";
import { createDrizzle } from "./session.ts";
import { explainOpening, keepCopyOfWal, requireHistory } from "./start-check.ts";
import { isWalDamaged } from "./wal-check.ts";

/**
 * In ms. Only a foreign connection can cause a wait: one that writes, or its last moment, in which it brings the WAL into
 * the database and lets nobody else in. A start can wait; later it blocks the event loop, once for each write.
 */
const START_PATIENCE = "PRAGMA busy_timeout = 1000";
const PATIENCE = "PRAGMA busy_timeout = 200";

/** In bytes. A reader who stays makes the WAL grow; once it can be begun anew it is cut to this. */
const WAL_LIMIT = "PRAGMA journal_size_limit = 16777216";

/**
 * In KiB: twice of what SQLite takes by itself. In a search of a million messages pages push each other out of less than
 * that, which takes a quarter of its time; with more it is hardly faster.
 */
const PAGE_CACHE = "PRAGMA cache_size = -4000";

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
  const warnings: string[] = [];
  try {
    completeRestore(dataDir);
    requireHistory(dataDir);
    touchPrivate(path); // SQLite gives the WAL and shared-memory files the mode of the database.
    // An orderly close leaves no WAL.
    const wasKilled = existsSync(join(dataDir, WAL_FILE)) && statSync(join(dataDir, WAL_FILE)).size > 0;
    if (wasKilled && isWalDamaged(join(dataDir, WAL_FILE))) warnings.push(keepCopyOfWal(dataDir));
    const isSmall = statSync(path).size <= READ_AT_START;
    isUnchecked = wasKilled && !isSmall;
    // A writable connection changes the file: it sets WAL, and writes a WAL that a crash left back at its close.
    using reader = new Database(path, { readonly: true });
    reader.run(START_PATIENCE);
    refuseNewer(reader, options);
    if (!wasKilled) requireWholePages(reader, statSync(path).size);
    if (isSmall) requireUndamaged(reader);
    sqlite = new Database(path);
    // bun:sqlite opens with a rollback journal, no foreign keys and no patience. FULL: a committed change survives
    // a power cut too.
    sqlite.run(START_PATIENCE);
    sqlite.run("PRAGMA journal_mode = WAL");
    sqlite.run("PRAGMA synchronous = FULL");
    sqlite.run(WAL_LIMIT);
    sqlite.run(PAGE_CACHE);
    sqlite.run("PRAGMA foreign_keys = ON");
    sqlite.run("PRAGMA secure_delete = ON"); // What is removed or replaced is wiped, not only forgotten.
    migrateDatabase(sqlite, options);
    sqlite.run(PATIENCE);
  } catch (cause) {
    sqlite?.close();
    if (cause instanceof StartError) throw cause;
    throw explainOpening(dataDir, cause);
  }
  return {
    db: createDrizzle(sqlite),
    /** The server before was killed, and the file is too large to read it before this one serves. */
    isUnchecked,
    /** What its owner has to know of how it was found. */
    warnings,
    close: () => sqlite.close(),
  };
}

/** SQLite reads what is missing of the last page as zeros. A crash may leave that, while the WAL has the page. */
function requireWholePages(reader: Database, size: number): void {
  const [[page] = []] = reader.query("PRAGMA page_size").values();
  if (size % Number(page) !== 0) throw damaged("it ends inside a page");
}

function requireUndamaged(reader: Database): void {
  const findings = findDamage(reader);
  if (findings.length > 0) throw damaged(findings.join("; "));
}

const damaged = (words: string): Error => Object.assign(new Error(words), { code: "SQLITE_CORRUPT" });
