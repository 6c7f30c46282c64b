import { afterEach, expect, setSystemTime, test } from "bun:test";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listBackups } from "../../server/db/backup.ts";
import { createLog } from "../../server/log.ts";
import { createBackups } from "../../server/system/backups.ts";
import { MIGRATIONS, openScratchDatabase } from "../support/database.ts";
import { eventually } from "../support/processes.ts";

const HOUR = 3_600_000;

afterEach(() => void setSystemTime());

/** Backups of a scratch database; a server has been up for as long as the test says. */
function prepare(config: { every_hours: number; keep: number }, upFor: number) {
  const scratch = openScratchDatabase();
  const { dataDir, events, notifications } = scratch;
  setSystemTime(new Date(Date.now() - upFor));
  const backups = createBackups({
    dataDir,
    migrations: MIGRATIONS,
    config,
    found: [],
    notifications,
    log: createLog("silent"),
  });
  setSystemTime();
  const folder = join(dataDir, "backups");
  return {
    scratch,
    folder,
    backups,
    list: () => listBackups(folder),
    /** Until the condition holds; what is due is looked for at the beginning. */
    async keepUntil(condition: () => boolean): Promise<void> {
      const stop = new AbortController();
      const kept = backups.keep({ events, signal: stop.signal });
      try {
        await eventually(condition);
      } finally {
        stop.abort();
        await kept;
      }
    },
    [Symbol.dispose]: () => scratch[Symbol.dispose](),
  };
}

test("a backup is made when it is due, not at every start, and the oldest goes", async () => {
  using place = prepare({ every_hours: 24, keep: 2 }, HOUR);
  for (const day of ["20260101", "20260102"])
    mkdirSync(join(place.folder, `porter-${day}T000000000Z-schedule`), { recursive: true });
  await place.keepUntil(() => place.backups.newestAt()?.getTime() !== Date.UTC(2026, 0, 2));
  await eventually(() => place.list().length === 2);
  expect(place.list().map(({ name }) => name)).toContain("porter-20260102T000000000Z-schedule");
  expect(place.backups.warnings()).toEqual([]);
  const [newest] = place.list();

  using young = prepare({ every_hours: 24, keep: 2 }, 0);
  const signal = AbortSignal.abort();
  await young.backups.keep({ events: young.scratch.events, signal });
  await place.backups.keep({ events: place.scratch.events, signal });
  expect(young.list()).toEqual([]);
  expect(place.list()[0]).toEqual(newest as never);
});

test("one that fails is a warning and a notification, and neither when the next one is made", async () => {
  using place = prepare({ every_hours: 24, keep: 2 }, HOUR);
  symlinkSync(join(place.folder, "../a-disk-that-is-not-mounted"), place.folder);
  await place.keepUntil(() => place.backups.warnings().length > 0);
  expect(place.backups.warnings()).toMatchObject([{ subject: "backup" }]);
  expect(place.scratch.notifications.list({}).items).toMatchObject([
    { kind: "system_attention", title: "The backup failed" },
  ]);

  rmSync(place.folder);
  setSystemTime(new Date(Date.now() + 2 * HOUR));
  await place.keepUntil(() => place.backups.warnings().length === 0);
  expect(place.list()).toHaveLength(1);
  expect(place.scratch.notifications.list({}).items).toEqual([]);
});

test("a database that is checked beside the server and found damaged is a warning that says the way back", async () => {
  using place = prepare({ every_hours: 0, keep: 2 }, 0);
  await place.backups.check();
  expect(place.backups.warnings()).toEqual([]);
  place.scratch.db.run("PRAGMA wal_checkpoint(TRUNCATE)");
  const file = Bun.file(join(place.scratch.dataDir, "porter.db"));
  const bytes = new Uint8Array(await file.arrayBuffer()).fill(0xee, 4096 * 20, 4096 * 24);
  writeFileSync(join(place.scratch.dataDir, "porter.db"), bytes);
  await place.backups.check();
  expect(place.backups.warnings()).toMatchObject([{ subject: "database" }]);
  expect(place.backups.warnings()[0]?.message).toContain("bun porter restore latest");
});
