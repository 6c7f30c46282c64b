import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listBackups, makeBackup, pruneBackups, readManifest } from "../../server/db/backup.ts";
import { openDatabase } from "../../server/db/open.ts";
import { completeRestore, restoreBackup } from "../../server/db/restore.ts";
import { createEventLog } from "../../server/events/log.ts";
import { MIGRATIONS, openScratchDatabase } from "../support/database.ts";

/** An open database with a task and with keys, and the backups of it. */
function prepare() {
  const scratch = openScratchDatabase();
  const { dataDir } = scratch;
  writeFileSync(join(dataDir, "token"), "the token\n");
  writeFileSync(join(dataDir, "vault.key"), "the key\n");
  const addTask = (title: string) => scratch.tasks.create({ title }, "owner");
  addTask("first");
  return {
    dataDir,
    scratch,
    addTask,
    backUp: (options: Partial<Parameters<typeof makeBackup>[0]> = {}, now?: Date) =>
      makeBackup({ dataDir, migrations: MIGRATIONS, reason: "command", withKeys: true, ...options }, now),
    /** As a process does that holds the folder: the database is closed. */
    restore: (backup: string, now?: Date) =>
      restoreBackup({ dataDir, backup, migrations: MIGRATIONS, ...(now && { now }) }),
    titles: () => titlesOf(dataDir),
    [Symbol.dispose]: () => scratch[Symbol.dispose](),
  };
}

function titlesOf(dataDir: string): string[] {
  const { db, close } = openDatabase({ dataDir, migrations: MIGRATIONS });
  try {
    return db.all<{ title: string }>("SELECT title FROM tasks ORDER BY number").map(({ title }) => title);
  } finally {
    close();
  }
}

/** But for those that SQLite keeps beside a database. */
const namesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => !name.startsWith("porter.db-"))
    .sort();

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("a backup", () => {
  test("of an open database is whole, for its owner alone, and says what it holds", () => {
    using place = prepare();
    const { path, manifest } = place.backUp();
    place.addTask("later");
    expect(readdirSync(path).sort()).toEqual(["manifest.json", "porter.db", "token", "vault.key"]);
    expect([path, ...readdirSync(path).map((name) => join(path, name))].map(modeOf)).toEqual([
      "700",
      "600",
      "600",
      "600",
      "600",
    ]);
    expect(readManifest(path)).toEqual(manifest);
    expect(manifest).toMatchObject({ form: 1, reason: "command", rows: { tasks: 1, events: 1 } });
    using copy = new Database(join(path, "porter.db"), { readonly: true });
    expect(copy.query("SELECT title FROM tasks").all()).toEqual([{ title: "first" }]);
  });

  test("is made elsewhere, and without keys, when that is asked for", () => {
    using place = prepare();
    const folder = join(place.dataDir, "../elsewhere");
    const { path } = place.backUp({ folder, withKeys: false });
    expect(path).toStartWith(folder);
    expect(readdirSync(path).sort()).toEqual(["manifest.json", "porter.db"]);
    expect(existsSync(join(place.dataDir, "backups"))).toBe(false);
  });

  test("of a damaged database is refused, and leaves nothing that looks like one", () => {
    using place = prepare();
    place.scratch.db.run("PRAGMA wal_checkpoint(TRUNCATE)");
    const file = join(place.dataDir, "porter.db");
    const bytes = readFileSync(file);
    bytes.fill(0xee, 4096 * 2);
    writeFileSync(file, bytes);
    expect(() => place.backUp()).toThrow(/malformed|damaged/);
    expect(readdirSync(join(place.dataDir, "backups"))).toEqual([]);
  });
});

describe("retention", () => {
  test("keeps the newest of those made at their time, all that a person made, and no dead drafts", () => {
    using place = prepare();
    const folder = join(place.dataDir, "backups");
    const day = (number: number) => new Date(Date.UTC(2026, 0, number));
    place.backUp({ reason: "command" }, day(1));
    for (const number of [2, 3, 4]) place.backUp({ reason: "schedule" }, day(number));
    place.backUp({ reason: "migration" }, day(5));
    const dead = join(folder, ".porter-20260101T000000000Z-schedule.dead");
    const alive = join(folder, ".porter-20260106T000000000Z-schedule.alive");
    for (const path of [dead, alive]) cpSync(join(place.dataDir, "token"), join(path, "token"));
    pruneBackups(folder, "schedule", 2, day(6));
    expect(listBackups(folder).map(({ createdAt, reason }) => [createdAt.getUTCDate(), reason])).toEqual([
      [5, "migration"],
      [4, "schedule"],
      [3, "schedule"],
      [1, "command"],
    ]);
    expect([dead, alive].map((path) => existsSync(path))).toEqual([false, true]);
  });
});

describe("a restore", () => {
  test("brings back what was there, keys too, and keeps what is there now", () => {
    using place = prepare();
    const { path } = place.backUp();
    place.addTask("since then");
    writeFileSync(join(place.dataDir, "vault.key"), "another key\n");
    place.scratch.close();
    const { files, aside } = place.restore(path);
    expect(files.sort()).toEqual(["porter.db", "token", "vault.key"]);
    expect(place.titles()).toEqual(["first"]);
    expect(readFileSync(join(place.dataDir, "vault.key"), "utf8")).toBe("the key\n");
    expect(readFileSync(join(aside ?? "", "vault.key"), "utf8")).toBe("another key\n");
    using before = new Database(join(aside ?? "", "porter.db"), { readonly: true });
    expect(before.query("SELECT title FROM tasks ORDER BY number").values().flat()).toEqual([
      "first",
      "since then",
    ]);
  });

  test("of one without keys leaves the keys alone; a database file alone is taken, too", () => {
    using place = prepare();
    const { path } = place.backUp({ withKeys: false });
    place.scratch.close();
    expect(place.restore(path).files).toEqual(["porter.db"]);
    expect(place.restore(join(path, "porter.db"), new Date(Date.now() + 5)).files).toEqual(["porter.db"]);
    expect(place.titles()).toEqual(["first"]);
    expect(readFileSync(join(place.dataDir, "vault.key"), "utf8")).toBe("the key\n");
  });

  test("of what is not a whole backup is refused in words, and changes nothing", () => {
    using place = prepare();
    const { path } = place.backUp();
    place.scratch.close();
    const before = readFileSync(join(place.dataDir, "porter.db"));
    const broken = (name: string, change: (folder: string) => void): string => {
      const folder = join(place.dataDir, "..", name);
      cpSync(path, folder, { recursive: true });
      change(folder);
      return folder;
    };
    const flip = (file: string, at: number) => {
      const bytes = readFileSync(file);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      writeFileSync(file, bytes);
    };
    const later = (folder: string) => {
      using sqlite = new Database(join(folder, "porter.db"));
      sqlite.run("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9999999999999)");
    };
    const cases: [string, RegExp][] = [
      [join(place.dataDir, "nowhere"), /There is no backup/],
      [broken("no-manifest", (folder) => rmSync(join(folder, "manifest.json"))), /manifest\.json is missing/],
      [broken("missing", (folder) => rmSync(join(folder, "porter.db"))), /porter\.db is missing/],
      [broken("bit", (folder) => flip(join(folder, "porter.db"), 9_000)), /SHA-256 is another/],
      [broken("key", (folder) => flip(join(folder, "vault.key"), 2)), /SHA-256 is another/],
      [join(broken("newer", later), "porter.db"), /newer Porter/],
      [join(place.dataDir, "token"), /not a database/],
    ];
    for (const [backup, words] of cases) expect(() => place.restore(backup)).toThrow(words);
    expect(readFileSync(join(place.dataDir, "porter.db")).equals(before)).toBe(true);
    expect(namesIn(place.dataDir)).toEqual(["backups", "porter.db", "token", "vault.key"]);
  });

  test("that was cut off at any line is ended by the next start", () => {
    using place = prepare();
    const { path } = place.backUp();
    place.addTask("since then");
    place.scratch.close();
    const { dataDir } = place;
    writeFileSync(join(dataDir, "porter.db-wal"), "a WAL that must not meet another database");

    // What a cut leaves after the plan is written, and after each move that follows it.
    const aside = "aside/20260101T000000000Z";
    const moves: [from: string, to: string][] = [
      ["porter.db-wal", `${aside}/porter.db-wal`],
      ["porter.db", `${aside}/porter.db`],
      ["restoring/porter.db", "porter.db"],
      ["token", `${aside}/token`],
      ["restoring/token", "token"],
      ["vault.key", `${aside}/vault.key`],
      ["restoring/vault.key", "vault.key"],
    ];
    for (const done of moves.keys()) {
      const copy = join(dataDir, "..", `cut-${done}`);
      cpSync(dataDir, copy, { recursive: true });
      for (const name of ["porter.db", "token", "vault.key"])
        cpSync(join(path, name), join(copy, "restoring", name));
      const plan = { files: ["porter.db", "token", "vault.key"], aside };
      writeFileSync(join(copy, "restoring/plan.json"), JSON.stringify(plan));
      for (const [from, to] of moves.slice(0, done)) {
        cpSync(join(copy, from), join(copy, to));
        rmSync(join(copy, from));
      }
      expect(titlesOf(copy)).toEqual(["first"]);
      expect(existsSync(join(copy, "restoring"))).toBe(false);
      expect(existsSync(join(copy, aside, "porter.db-wal"))).toBe(true);
      expect(namesIn(join(copy, aside))).toEqual(["porter.db", "token", "vault.key"]);
    }
  });

  test("that was cut off before its plan is forgotten", () => {
    using place = prepare();
    place.scratch.close();
    cpSync(join(place.dataDir, "token"), join(place.dataDir, "restoring/porter.db"));
    completeRestore(place.dataDir);
    expect(place.titles()).toEqual(["first"]);
  });
});

describe("a reader of the log who comes back after a restore", () => {
  test("gets resync for what only the lost database had, also when new events have come; else what is new", async () => {
    using place = prepare();
    const { path } = place.backUp();
    const known = place.scratch.events.follow({ signal: AbortSignal.timeout(10_000) });
    const head = (await known.next()).value?.id ?? 0;
    for (let n = 0; n < 5; n++) place.addTask(`lost ${n}`);
    const lost = head + 3;
    place.scratch.close();
    place.restore(path);

    using again = openAgain(place.dataDir);
    expect(await firstOf(again.follow(lost))).toMatchObject({ type: "resync" });
    for (let n = 0; n < 5; n++) again.append(); // As many as were lost, or more.
    expect(await firstOf(again.follow(lost))).toMatchObject({ type: "resync" });
    expect(await firstOf(again.follow(head))).toMatchObject({ type: "event" });
    const before = again.head();
    again.append();
    expect(await firstOf(again.follow(before))).toMatchObject({ type: "event", id: before + 1 });
    const rows = again.rows();
    again.prune(rows); // By their number: what is before the gap counts as one event each.
    expect(again.rows()).toBe(rows);
    again.prune(2);
    expect(again.rows()).toBe(2);
  });
});

async function firstOf<T>(entries: AsyncGenerator<T>): Promise<T> {
  const { value } = await entries.next();
  await entries.return(undefined);
  return value;
}

function openAgain(dataDir: string) {
  const { db, close } = openDatabase({ dataDir, migrations: MIGRATIONS });
  const events = createEventLog({ db });
  const one = (sql: string) => Number(db.values(sql)[0]?.[0]);
  return {
    follow: (after: number) => events.follow({ after, signal: AbortSignal.timeout(10_000) }),
    append: () =>
      events.write((append) => append({ kind: "task.updated", subject: "task:1", actor: "owner" })),
    prune: (keep: number) => events.prune({ before: new Date(0), keep }),
    head: () => one("SELECT max(id) FROM events"),
    rows: () => one("SELECT count(*) FROM events"),
    [Symbol.dispose]: close,
  };
}
