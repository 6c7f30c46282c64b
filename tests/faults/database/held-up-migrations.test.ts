import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { cpSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { listBackups, makeBackup } from "../../../server/db/backup.ts";
import { backupsFolder } from "../../../server/db/data-files.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { newestKnown } from "../../../server/db/schema-version.ts";
import { MIGRATIONS } from "../../support/database.ts";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { scratchDir } from "../../support/server.ts";
import { appliedIn, countEarlierSchemas, expectWhole, makeOldPorter } from "./old-porter.ts";
import { mountSmallDisk } from "./small-disk.ts";

const KB = 1024;
const EARLIER = countEarlierSchemas();
/**
 * The earlier schemas that are migrated: in the suite the first of them that has been migrated and backed up before. To it
 * much is done, which takes room; to the latest perhaps next to nothing.
 */
const SCHEMAS = Array.from({ length: EARLIER }, (_, idx) => idx).slice(runs(1, 0), runs(2, EARLIER));

/** What the start that migrates says when it fails, or undefined when it does not. */
function failureOf(dataDir: string): string | undefined {
  try {
    openDatabase({ dataDir, migrations: MIGRATIONS }).close();
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ name: "StartError" });
    return (error as Error).message; // as the line above says
  }
}

test("a migration on a locked database fails in words after a short wait, and is made at the next start", async () => {
  using scratch = scratchDir("held-up");
  let starts = 0;
  for (const schema of SCHEMAS)
    for (const lock of ["IMMEDIATE", "EXCLUSIVE"]) {
      const dataDir = join(scratch.path, `${schema}-${lock}`);
      makeOldPorter(dataDir, schema, scratch.path);
      const before = appliedIn(dataDir);
      {
        using stranger = new Database(join(dataDir, "porter.db"));
        // In WAL mode an exclusive transaction lets others read; an exclusive lock does not.
        if (lock === "EXCLUSIVE") stranger.run("PRAGMA locking_mode = EXCLUSIVE");
        stranger.run(`BEGIN ${lock}`);
        expect(failureOf(dataDir)).toMatch(/locked by another program\. It is not damaged/);
      }
      starts++;
      expect(appliedIn(dataDir)).toBe(before);
      expect(existsSync(join(dataDir, "aside"))).toBe(false);
      expectWhole(dataDir);
    }
  figure("database", "migrations that met a lock, and were made at the next start", starts);
});

test("a migration on a full disk fails in words wherever the room ends, and is made when there is room", async () => {
  using scratch = scratchDir("held-up");
  let failed = 0;
  let inMigration = 0;
  for (const schema of SCHEMAS) {
    const old = join(scratch.path, `old-${schema}`);
    makeOldPorter(old, schema, scratch.path);
    // A reader leaves files behind, so a copy is looked at.
    const copy = join(scratch.path, `copy-${schema}`);
    cpSync(old, copy, { recursive: true });
    const before = appliedIn(copy);
    const backup = sizeOfBackup(copy);
    // Before the backup, in it, and behind it, where the migration itself is held up.
    const behind = Array.from({ length: runs(4, 20) }, (_, step) => backup + (step + 1) * 32 * KB);
    for (const room of [0, 4 * KB, 36 * KB, backup / 2, ...behind]) {
      const path = join(scratch.path, `disk-${schema}-${room}`);
      using disk = mountSmallDisk(path, 16 * KB * KB);
      if (!disk) return sayNotTried();
      const dataDir = join(path, "data");
      cpSync(old, dataDir, { recursive: true });
      const backups = countBackups(dataDir);
      disk.fill(room);
      const failure = failureOf(dataDir);
      const isBackedUp = countBackups(dataDir) > backups;
      disk.empty();
      if (failure !== undefined) {
        failed++;
        if (isBackedUp) inMigration++;
        expect(failure).toMatch(/^The disk of \S+ is full\. Make room, then start Porter again\.$/);
      }
      expect(appliedIn(dataDir)).toBe(failure === undefined ? (newestKnown(MIGRATIONS)?.when ?? 0) : before);
      expect(existsSync(join(dataDir, "aside"))).toBe(false);
      expectWhole(dataDir);
    }
  }
  expect(inMigration).toBeGreaterThan(0);
  figure("database", "migrations that a full disk stopped, and that were made at the next start", failed);
  figure("database", "of these behind their backup", inMigration);
});

/** In bytes, of the backup that precedes a migration. */
function sizeOfBackup(dataDir: string): number {
  const { path } = makeBackup({ dataDir, migrations: MIGRATIONS, reason: "migration", withKeys: true });
  return statSync(join(path, "porter.db")).size;
}

const countBackups = (dataDir: string): number => listBackups(backupsFolder(dataDir)).length;

function sayNotTried(): void {
  process.stdout.write("a full disk: not tried, this machine lets nobody mount one\n");
}
