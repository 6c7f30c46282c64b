import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeBackup } from "../../../server/db/backup.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { StartError } from "../../../server/errors.ts";
import { MIGRATIONS, openScratchDatabase } from "../../support/database.ts";
import { figure } from "../../support/figures.ts";

/** A closed database with some pages, a backup of it, and the file. `keepWal`: as a server leaves it that is killed. */
function prepare(options: { keepWal?: boolean } = {}) {
  const scratch = openScratchDatabase();
  const { dataDir } = scratch;
  writeFileSync(join(dataDir, "token"), "a token");
  const file = join(dataDir, "porter.db");
  scratch.tasks.create({ title: "in the backup" }, "owner");
  makeBackup({ dataDir, migrations: MIGRATIONS, reason: "command", withKeys: true });
  for (let n = 0; n < 50; n++)
    scratch.tasks.create({ title: `task ${n}`, description: "x".repeat(2000) }, "owner");
  const asKilled = options.keepWal
    ? [file, `${file}-wal`].map((path) => ({ path, bytes: readFileSync(path) }))
    : [];
  scratch.close();
  for (const { path, bytes } of asKilled) writeFileSync(path, bytes);
  return {
    dataDir,
    file,
    [Symbol.dispose]: () => scratch[Symbol.dispose](),
    /** What a start says that ends at once. */
    startError(): string {
      try {
        openDatabase({ dataDir, migrations: MIGRATIONS }).close();
      } catch (error) {
        if (error instanceof StartError) return error.message;
        throw error;
      }
      throw new Error("The database was opened.");
    },
    kept: (): string[] => {
      const aside = join(dataDir, "aside");
      const [only = ""] = existsSync(aside) ? readdirSync(aside) : [];
      return only === "" ? [] : readdirSync(join(aside, only)).map((name) => join(aside, only, name));
    },
  };
}

type Place = ReturnType<typeof prepare>;

const overwrite = (path: string, at: number, bytes: Buffer): void => {
  const content = readFileSync(path);
  bytes.copy(content, at);
  writeFileSync(path, content);
};

const PAGE = 4096;
const DAMAGES: Record<string, (place: Place) => void> = {
  "the header": ({ file }) => overwrite(file, 0, Buffer.from("no database anymore")),
  "a page": ({ file }) => overwrite(file, PAGE * 3, Buffer.alloc(PAGE, 0xee)),
  "the last page": ({ file }) => overwrite(file, statSync(file).size - PAGE, Buffer.alloc(PAGE, 0xee)),
  "cut off in the middle": ({ file }) =>
    truncateSync(file, Math.floor(statSync(file).size / PAGE / 2) * PAGE),
  "cut off inside a page": ({ file }) => truncateSync(file, statSync(file).size - 100),
};

for (const [name, damage] of Object.entries(DAMAGES)) {
  test(`damage at the start: ${name}: set aside whole, and the way back is named, at every start`, () => {
    using place = prepare();
    damage(place);
    const damaged = readFileSync(place.file);
    for (const _ of [1, 2]) {
      const said = place.startError();
      expect(said).toContain("aside");
      expect(said).toMatch(/The newest backup is from \d{4}-.*bun porter restore latest/);
    }
    expect(existsSync(place.file)).toBe(false);
    const kept = place.kept().filter((path) => path.endsWith("porter.db"));
    expect(kept.map((path) => readFileSync(path).equals(damaged))).toEqual([true]);
    figure("database", `damage (${name}): found at the start, bytes lost`, 0);
  });
}

test("a file that is gone, or has 0 bytes, does not become a new Porter; its WAL is kept from SQLite", () => {
  for (const gone of [true, false]) {
    using place = prepare({ keepWal: true });
    const wal = readFileSync(`${place.file}-wal`);
    expect(wal.length).toBeGreaterThan(0);
    if (gone) writeFileSync(place.file, "");
    else truncateSync(place.file, 0);
    expect(place.startError()).toMatch(/missing or empty.*\n.*bun porter restore latest/);
    const kept = place.kept().filter((path) => path.endsWith("-wal"));
    expect(kept.map((path) => readFileSync(path).equals(wal))).toEqual([true]);
    expect(place.startError()).toMatch(/missing or empty/);
  }
});

/** Frames of the WAL are a header of 24 bytes and a page, behind 32 bytes. */
const FRAME = 24 + PAGE;

for (const [name, at] of [
  ["its header", 10],
  ["a change in its middle", 32 + FRAME * 20 + 500],
] as const) {
  test(`a damaged WAL (${name}): SQLite goes on without the rest, so a copy is kept and the owner is told`, () => {
    using place = prepare({ keepWal: true });
    const wal = `${place.file}-wal`;
    overwrite(wal, at, Buffer.from("damage"));
    const found = readFileSync(wal);
    const { warnings, close } = openDatabase({ dataDir: place.dataDir, migrations: MIGRATIONS });
    close();
    expect(warnings).toEqual([expect.stringContaining("some of the latest changes may be missing")]);
    const kept = place.kept().filter((path) => path.endsWith("-wal"));
    expect(kept.map((path) => readFileSync(path).equals(found))).toEqual([true]);
    figure("database", `damaged WAL (${name}): found at the start, bytes lost`, 0);
  });
}

test("a WAL whose last change was cut off by a crash is no damage", () => {
  using place = prepare({ keepWal: true });
  const wal = `${place.file}-wal`;
  truncateSync(wal, statSync(wal).size - 100);
  const { warnings, close } = openDatabase({ dataDir: place.dataDir, migrations: MIGRATIONS });
  close();
  expect(warnings).toEqual([]);
});
