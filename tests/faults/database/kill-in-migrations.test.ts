import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { openDatabase } from "../../../server/db/open.ts";
import { newestKnown } from "../../../server/db/schema-version.ts";
import { MIGRATIONS } from "../../support/database.ts";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { scratchDir } from "../../support/server.ts";
import { appliedIn, countEarlierSchemas, expectWhole, makeOldPorter } from "./old-porter.ts";

const PROGRAM = resolve(import.meta.dir, "migrate-program.ts");
/** In each migration, spread over its statements. */
const POINTS = runs(2, 30);
const SCHEMAS = countEarlierSchemas();

test("kill -9 in the middle of every migration from every earlier schema: it is as before or done, and the next start goes on", async () => {
  using scratch = scratchDir("migrations");
  let kills = 0;
  for (let schema = 0; schema < SCHEMAS; schema++) {
    const old = join(scratch.path, `old-${schema}`);
    makeOldPorter(old, schema, scratch.path);
    const before = appliedIn(old);
    const statements = countStatements(old, join(scratch.path, `counted-${schema}`));
    for (let point = 1; point <= POINTS; point++) {
      const dataDir = join(scratch.path, `killed-${schema}-${point}`);
      cpSync(old, dataDir, { recursive: true });
      const at = Math.max(1, Math.round((statements * point) / POINTS));
      const child = Bun.spawn([process.execPath, PROGRAM, dataDir, MIGRATIONS, String(at)], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      await child.exited;
      expect(child.signalCode).toBe("SIGKILL");
      kills++;
      expect([before, newestKnown(MIGRATIONS)?.when ?? 0]).toContain(appliedIn(dataDir));
      expectWhole(dataDir);
    }
  }
  expect(kills).toBe(SCHEMAS * POINTS);
  figure("database", "earlier schemas that were migrated", SCHEMAS);
  figure("database", "kill -9 in the middle of a migration", kills);
  figure("database", "kill -9 in the middle of a migration: rows lost or starts that failed", 0);
});

/** Of an opening that migrates, on a copy. */
function countStatements(old: string, copy: string): number {
  cpSync(old, copy, { recursive: true });
  const run = Database.prototype.run;
  let count = 0;
  Database.prototype.run = function (this: Database, ...given: Parameters<typeof run>) {
    count++;
    return run.apply(this, given);
  };
  try {
    openDatabase({ dataDir: copy, migrations: MIGRATIONS }).close();
  } finally {
    Database.prototype.run = run;
  }
  return count;
}
