import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeBackup } from "../../../server/db/backup.ts";
import { SECURITY_HEADERS } from "../../../server/http/answers.ts";
import { prepareDataDir } from "../../../server/db/instance.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { porterErrorOf } from "../../../shared/errors.ts";
import { MIGRATIONS, openScratchDatabase } from "../../support/database.ts";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { scratchDir, startAndFail, startPorter } from "../../support/server.ts";
import { mountReadOnly } from "./small-disk.ts";

/** In ms. A reading may have to wait for one write (200 ms) and for a busy machine; the figure says how long it was. */
const LONGEST_STALL = 5_000;

/** As `server/db/open.ts` sets it, in bytes. */
const WAL_LIMIT = 16 * 1024 * 1024;

test("another program locks the database: writes are refused in words after a short wait, reads go on, nothing is lost", async () => {
  await using porter = await startPorter();
  const { client, dataDir } = porter;
  using stranger = new Database(join(dataDir, "porter.db"));
  stranger.run("BEGIN IMMEDIATE");
  const said: (string | undefined)[] = [];
  let longest = 0;
  for (let n = 0; n < 5; n++) {
    const write = client.tasks.create.mutate({ title: `task ${n}` }).then(
      () => "done",
      (error: unknown) => porterErrorOf(error)?.code,
    );
    const start = performance.now();
    await client.tasks.list.query({});
    expect((await fetch(`${porter.url}/health`)).status).toBe(200);
    longest = Math.max(longest, performance.now() - start);
    said.push(await write);
  }
  expect(said).toEqual(Array.from({ length: 5 }, () => "UNAVAILABLE"));
  // Beside tRPC, too: a sign-in writes.
  const signIn = await fetch(`${porter.url}/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: porter.token }),
  });
  expect([signIn.status, await signIn.json()]).toMatchObject([503, { code: "UNAVAILABLE" }]);
  expect(Object.fromEntries(signIn.headers)).toMatchObject(SECURITY_HEADERS);
  const failures = porter
    .stderr()
    .split("\n")
    .filter((line) => line.includes('"trouble":"locked"'));
  expect(failures).toHaveLength(1);
  expect(porter.stderr()).not.toContain("notifications are not handed out any more");
  expect(longest).toBeLessThan(LONGEST_STALL);
  stranger.run("ROLLBACK");
  await client.tasks.create.mutate({ title: "free again" });
  expect((await client.tasks.list.query({})).items.map(({ title }) => title)).toEqual(["free again"]);
  expect(existsSync(join(dataDir, "aside"))).toBe(false);
  figure("database", "locked by another program: longest wait of a reading beside a write", longest, "ms");
});

test("a start on a locked database, or on a read-only disk, says so, and takes it for no damage", async () => {
  using scratch = scratchDir("locked");
  const dataDir = join(scratch.path, "data");
  prepareDataDir(dataDir);
  openDatabase({ dataDir, migrations: MIGRATIONS }).close();
  {
    using stranger = new Database(join(dataDir, "porter.db"));
    stranger.run("PRAGMA locking_mode = EXCLUSIVE");
    stranger.run("BEGIN EXCLUSIVE");
    expect(() => openDatabase({ dataDir, migrations: MIGRATIONS })).toThrow(
      /locked by another program\. It is not damaged/,
    );
  }
  {
    // It lets others read, and so the opening succeeds.
    using stranger = new Database(join(dataDir, "porter.db"));
    stranger.run("BEGIN IMMEDIATE");
    const { code, stderr } = await startAndFail({ home: scratch.path });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^\S+porter\.db is locked by another program\. It is not damaged/);
    expect(stderr).not.toContain("    at ");
  }
  const path = join(dataDir, "../read-only");
  using mounted = mountReadOnly(dataDir, path);
  if (mounted) {
    expect(() => openDatabase({ dataDir: path, migrations: MIGRATIONS })).toThrow(/cannot be written/);
    const { code, stderr } = await startAndFail({ env: { PORTER_DATA_DIR: path } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Porter cannot write to its data folder .*read-only/);
    expect(stderr).not.toContain("    at ");
  }
  expect(readdirSync(dataDir)).not.toContain("aside");
  openDatabase({ dataDir, migrations: MIGRATIONS }).close();
});

test("a reader who stays for long: the WAL grows, is used again after it, and backups are made all the same", () => {
  using scratch = openScratchDatabase();
  const { dataDir, tasks } = scratch;
  const wal = join(dataDir, "porter.db-wal");
  const write = (count: number): number => {
    for (let n = 0; n < count; n++) tasks.create({ title: "x", description: "y".repeat(8_000) }, "owner");
    return statSync(wal).size;
  };
  const COUNT = runs(150, 3_000);
  const usual = write(COUNT);
  const reader = new Database(join(dataDir, "porter.db"), { readonly: true });
  reader.run("BEGIN");
  const seen = reader.query("SELECT count(*) FROM tasks").values();
  const beside = write(COUNT);
  expect(
    makeBackup({ dataDir, migrations: MIGRATIONS, reason: "command", withKeys: true }).manifest.rows,
  ).toMatchObject({ tasks: 2 * COUNT });
  expect(reader.query("SELECT count(*) FROM tasks").values()).toEqual(seen);
  reader.run("COMMIT");
  reader.close();
  const after = write(COUNT);
  expect(beside).toBeGreaterThan(usual);
  expect(after).toBeLessThanOrEqual(WAL_LIMIT);
  figure("database", "WAL beside a reader who stays", beside / 1e6, "MB");
  figure("database", "WAL after it, with as many writes again", after / 1e6, "MB");
});
