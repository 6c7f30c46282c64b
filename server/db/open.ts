import { Database } from "bun:sqlite";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/bun-sqlite";
import { StartError } from "../errors.ts";
import { touchPrivate } from "./instance.ts";
import { migrateDatabase, refuseNewer } from "./migrate.ts";

/**
 * In ms. The wait is short because it blocks the event loop; only a foreign connection can cause one: a long read, or
 * its last moment, in which it brings the WAL into the database and lets nobody else in.
 */
const PATIENCE = "PRAGMA busy_timeout = 1000";

export type Db = ReturnType<typeof openDatabase>["db"];

/**
 * Opens `<dataDir>/porter.db`, made if missing, at the schema of this code.
 * @throws StartError when the file is damaged, newer than the code, or not a database.
 */
export function openDatabase(options: { dataDir: string; migrations: string }) {
  const path = join(options.dataDir, "porter.db");
  const folders = { ...options, backups: join(options.dataDir, "backups") };
  touchPrivate(path); // SQLite gives the WAL and shared-memory files the mode of the database.
  let sqlite: Database | undefined;
  try {
    // A writable connection changes the file: it sets WAL, and writes a WAL that a crash left back at its close.
    using reader = new Database(path, { readonly: true });
    reader.run(PATIENCE);
    refuseNewer(reader, folders);
    sqlite = new Database(path);
    // bun:sqlite opens with a rollback journal, no foreign keys and no patience. FULL: a committed change survives
    // a power cut too.
    sqlite.run(PATIENCE);
    sqlite.run("PRAGMA journal_mode = WAL");
    sqlite.run("PRAGMA synchronous = FULL");
    sqlite.run("PRAGMA foreign_keys = ON");
    migrateDatabase(sqlite, folders);
  } catch (cause) {
    sqlite?.close();
    if (cause instanceof StartError) throw cause;
    throw new StartError(`${path} cannot be used as Porter's database: ${String(cause)}`, { cause });
  }
  return { db: drizzle(sqlite), close: () => sqlite.close() };
}
