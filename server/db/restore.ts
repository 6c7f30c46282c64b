import { Database } from "bun:sqlite";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { unpackBackup } from "./backup.ts";
import { asideFolder, DATABASE_FILE, SIDE_FILES } from "./data-files.ts";
import { flush, stampOf } from "./durable.ts";

/** What a restore that has verified its backup is about to do: which files come, and where the present ones go. */
const Plan = z.object({ files: z.array(z.string()), aside: z.string() });

const stagingFolder = (dataDir: string): string => join(dataDir, "restoring");
const planPath = (dataDir: string): string => join(stagingFolder(dataDir), "plan.json");

/** `queuedTurns` will begin at the next start. `aside`: where the files are that were there before, if any. */
export type Restored = { files: string[]; aside: string | null; queuedTurns: number };

/**
 * Puts a backup in the place of the database of a data folder that this process holds. Nothing is touched before the
 * backup is verified, and nothing is deleted. A crash leaves the one before or, from the plan on, a restore that
 * `completeRestore` ends.
 * @throws Error that says what is wrong with the backup
 */
export function restoreBackup(options: {
  dataDir: string;
  backup: string;
  migrations: string;
  now?: Date;
}): Restored {
  const { dataDir, backup, migrations, now = new Date() } = options;
  completeRestore(dataDir);
  const staging = stagingFolder(dataDir);
  mkdirSync(staging, { mode: 0o700 });
  let queuedTurns: number;
  let files: string[];
  const aside = join(asideFolder(dataDir), stampOf(now));
  try {
    files = unpackBackup(backup, staging, migrations);
    queuedTurns = beginAnew(join(staging, DATABASE_FILE), now);
    for (const name of files) flush(join(staging, name));
    const draft = `${planPath(dataDir)}.new`;
    writeFileSync(draft, JSON.stringify({ files, aside: relative(dataDir, aside) }), { mode: 0o600 });
    flush(draft);
    renameSync(draft, planPath(dataDir));
    flush(staging);
    flush(dataDir);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
  completeRestore(dataDir);
  return { files, aside: existsSync(aside) ? aside : null, queuedTurns };
}

/**
 * Ends a restore that was cut off, at whatever line; removes what is left of one that had not come to its plan. The
 * WAL goes before the database: with another one it would be applied to that.
 */
export function completeRestore(dataDir: string): void {
  const staging = stagingFolder(dataDir);
  if (!existsSync(staging)) return;
  if (existsSync(planPath(dataDir))) {
    const plan = Plan.parse(JSON.parse(readFileSync(planPath(dataDir), "utf8")));
    const isToCome = (name: string) => existsSync(join(staging, name));
    const aside = join(dataDir, plan.aside);
    if (isToCome(DATABASE_FILE)) setAside(dataDir, [...SIDE_FILES, DATABASE_FILE], aside);
    for (const name of plan.files.filter(isToCome)) {
      setAside(dataDir, [name], aside);
      renameSync(join(staging, name), join(dataDir, name));
    }
    flush(dataDir);
  }
  rmSync(staging, { recursive: true });
}

/** Moves those files of the data folder that are there; makes the folder only for one. */
export function setAside(dataDir: string, names: readonly string[], aside: string): void {
  for (const name of names.filter((name) => existsSync(join(dataDir, name)))) {
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    renameSync(join(dataDir, name), join(aside, name));
    flush(aside);
  }
  flush(dataDir);
}

/**
 * Browsers come back with ids of events that this database has never had, or will give to others. So its next ids
 * begin far behind all that were ever given: a cursor in the gap is one from before (`events/log.ts`). And what was
 * signed in, made a token or told of pushes then may have been revoked since, which nobody knows any more: none of it is good.
 */
function beginAnew(path: string, now: Date): number {
  using sqlite = new Database(path);
  const hasTable = sqlite.query<{ n: number }, [string]>(
    "SELECT count(*) AS n FROM sqlite_master WHERE name = ?",
  );
  const has = (table: string) => hasTable.get(table)?.n === 1;
  if (has("credentials")) sqlite.run("UPDATE credentials SET expires_at = 0");
  if (has("push_subscriptions")) sqlite.run("DELETE FROM push_subscriptions");
  // No migration has ever made another table's ids automatic under this name.
  const hasLog = sqlite.query("SELECT 1 FROM sqlite_sequence WHERE name = 'events'").get() !== null;
  if (!hasLog) sqlite.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', 0)");
  sqlite.query("UPDATE sqlite_sequence SET seq = max(seq + 1, ?) WHERE name = 'events'").run(now.getTime());
  if (!has("turns")) return 0;
  return (
    sqlite.query<{ n: number }, []>("SELECT count(*) AS n FROM turns WHERE status = 'queued'").get()?.n ?? 0
  );
}
