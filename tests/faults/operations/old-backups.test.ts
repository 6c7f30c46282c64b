import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkDataFolder } from "../../../server/system/doctor/data-folder.ts";
import { MIGRATIONS, openScratchDatabase } from "../../support/database.ts";

const DAY = 86_400_000;

test("doctor tells of old backups by how often they are made, and of those that were made by hand where none is", () => {
  using scratch = openScratchDatabase();
  writeFileSync(join(scratch.dataDir, "vapid.json"), "{}", { mode: 0o600 });
  const look = (days: number, backupHours: number) => {
    const now = new Date(Date.now() + days * DAY);
    const checks = checkDataFolder({ dataDir: scratch.dataDir, migrations: MIGRATIONS, backupHours, now });
    return checks.find(({ id }) => id === "backups");
  };
  expect([look(3, 24)?.todo === null, look(3, 0)?.todo]).toEqual([false, null]);

  const name = `porter-${new Date().toISOString().replace(/[-:.]/g, "")}-command`;
  mkdirSync(join(scratch.dataDir, "backups", name), { recursive: true });
  expect([look(1, 0)?.todo, look(3, 168)?.todo]).toEqual([null, null]);
  expect(look(15, 168)).toMatchObject({
    finding: expect.stringMatching(/^The newest is from \S+, 15 days ago\.$/),
    todo: expect.stringContaining("Porter's log"),
  });
  expect(look(3, 0)?.todo).toBe(
    "bun porter backup makes one now. None is made by itself: [backup] every_hours is 0 in the configuration.",
  );
});
