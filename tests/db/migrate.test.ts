import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { prepareDataDir } from "../../server/db/instance.ts";
import { openDatabase } from "../../server/db/open.ts";
import { MIGRATIONS } from "../support/database.ts";
import { scratchDir, startAndFail, startPorter } from "../support/server.ts";

const Journal = z.looseObject({ entries: z.array(z.looseObject({ when: z.number() })) });

/** A data folder, and copies of the migrations with further ones behind them: Porter as it will be. */
function prepare() {
  const scratch = scratchDir("migrate");
  const dataDir = join(scratch.path, "data");
  prepareDataDir(dataDir);
  let copies = 0;

  function laterMigrations(...statements: string[]): string {
    const folder = join(scratch.path, `migrations-${++copies}`);
    cpSync(MIGRATIONS, folder, { recursive: true });
    const path = join(folder, "meta/_journal.json");
    const journal = Journal.parse(JSON.parse(readFileSync(path, "utf8")));
    const newest = Math.max(...journal.entries.map(({ when }) => when));
    statements.forEach((sql, index) => {
      const tag = `9${index}_later`;
      writeFileSync(join(folder, `${tag}.sql`), sql);
      journal.entries.push({
        idx: 90 + index,
        version: "6",
        when: newest + 1 + index,
        tag,
        breakpoints: true,
      });
    });
    writeFileSync(path, JSON.stringify(journal));
    return folder;
  }

  return {
    dataDir,
    file: join(dataDir, "porter.db"),
    laterMigrations,
    /** Opens, does the work and closes. */
    open(
      migrations: string,
      work: (db: ReturnType<typeof openDatabase>["db"]) => void = () => undefined,
    ): void {
      const { db, close } = openDatabase({ dataDir, migrations });
      try {
        work(db);
      } finally {
        close();
      }
    },
    backups: () => (existsSync(join(dataDir, "backups")) ? readdirSync(join(dataDir, "backups")) : []),
    [Symbol.dispose]: () => scratch[Symbol.dispose](),
  };
}

const ADD_A_TASK =
  "INSERT INTO tasks (id, title, description, status, priority, tags, created_by, created_at, updated_by, updated_at) VALUES ('t1', 'Keep me', '', 'todo', 'low', '[]', 'owner', 1, 'owner', 1)";

describe("a migration that changes something", () => {
  test("is applied, after a backup that holds what was there before", () => {
    using place = prepare();
    place.open(MIGRATIONS, (db) => db.run(ADD_A_TASK));
    place.open(place.laterMigrations("ALTER TABLE tasks ADD COLUMN colour text;"), (db) =>
      expect(db.all("SELECT title, colour FROM tasks")).toEqual([{ title: "Keep me", colour: null }]),
    );
    const [backup = ""] = place.backups();
    const path = join(place.dataDir, "backups", backup, "porter.db");
    expect(backup).toMatch(/^porter-\d{8}T\d{9}Z-migration$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(place.dataDir, "backups")).mode & 0o777).toBe(0o700);
    using copy = new Database(path, { readonly: true });
    expect(copy.query("SELECT * FROM tasks").all()).toHaveLength(1);
    expect(() => copy.query("SELECT colour FROM tasks").all()).toThrow("no such column");
  });

  test("is applied once: the next start changes nothing and makes no further backup", () => {
    using place = prepare();
    const migrations = place.laterMigrations(
      "CREATE TABLE later (a integer);",
      "INSERT INTO later VALUES (1);",
    );
    place.open(MIGRATIONS);
    place.open(migrations);
    place.open(migrations, (db) => expect(db.all("SELECT a FROM later")).toHaveLength(1));
    expect(place.backups()).toHaveLength(1);
  });

  test("rebuilds a table without deleting the rows that point to it", () => {
    using place = prepare();
    const rebuild = [
      "PRAGMA foreign_keys=OFF;",
      "CREATE TABLE sessions_new AS SELECT * FROM sessions;",
      "DROP TABLE sessions;",
      "CREATE TABLE sessions (id text PRIMARY KEY NOT NULL, title text);",
      "INSERT INTO sessions SELECT id, title FROM sessions_new;",
      "DROP TABLE sessions_new;",
    ].join("\n--> statement-breakpoint\n");
    place.open(MIGRATIONS, (db) => {
      db.run(
        "INSERT INTO sessions (id, title, prompt, status, cwd, permission_mode, cost_usd, usage, mcp_servers, allowed_tools, started_by, created_at, updated_at) VALUES ('s1', 'S', 'p', 'completed', '/', 'default', 0, '{}', '[]', '[]', 'owner', 1, 1)",
      );
      db.run(
        "INSERT INTO messages (id, session_id, seq, role, content, state, created_at) VALUES ('m1', 's1', 1, 'user', '[]', 'done', 1)",
      );
    });
    place.open(place.laterMigrations(rebuild), (db) => {
      expect(db.all("SELECT id FROM messages")).toEqual([{ id: "m1" }]);
      expect(db.all("PRAGMA foreign_keys")).toEqual([{ foreign_keys: 1 }]);
    });
  });

  for (const [name, sql] of [
    [
      "that leaves a row pointing to none",
      "INSERT INTO messages (id, session_id, seq, role, content, state, created_at) VALUES ('m', 'nobody', 1, 'user', '[]', 'done', 0);",
    ],
    ["that fails half-way", "CREATE TABLE half (a);--> statement-breakpoint\nSELECT nonsense FROM nowhere;"],
  ] as const) {
    test(`${name} refuses the start and changes nothing, at every start`, () => {
      using place = prepare();
      place.open(MIGRATIONS, (db) => db.run(ADD_A_TASK));
      const migrations = place.laterMigrations("CREATE TABLE good (a);", sql);
      for (const _ of [1, 2])
        expect(() => place.open(migrations)).toThrow(/point to rows that do not exist|cannot be used/);
      place.open(MIGRATIONS, (db) => {
        expect(db.all("SELECT title FROM tasks")).toEqual([{ title: "Keep me" }]);
        expect(db.all("SELECT name FROM sqlite_master WHERE name IN ('good', 'half')")).toEqual([]);
        expect(db.all("SELECT id FROM messages")).toEqual([]);
      });
    });
  }
});

describe("a start with nothing to migrate", () => {
  test("makes no backup, on a fresh folder nor on a used one", () => {
    using place = prepare();
    place.open(MIGRATIONS);
    place.open(MIGRATIONS);
    expect(place.backups()).toEqual([]);
  });
});

describe("a database that is newer than the code", () => {
  test("is refused untouched", () => {
    using place = prepare();
    place.open(place.laterMigrations("CREATE TABLE later (a);"));
    const before = readFileSync(place.file);
    expect(() => place.open(MIGRATIONS)).toThrow(/newer Porter/);
    expect(readFileSync(place.file).equals(before)).toBe(true);
    expect(place.backups()).toEqual([]);
  });

  test("is refused untouched when it was restored from a backup, which has no WAL", () => {
    using place = prepare();
    const restored = join(place.dataDir, "restored.db");
    place.open(place.laterMigrations("CREATE TABLE later (a);"), (db) => db.run(`VACUUM INTO '${restored}'`));
    cpSync(restored, place.file);
    const before = readFileSync(place.file);
    expect(() => place.open(MIGRATIONS)).toThrow(/newer Porter/);
    expect(readFileSync(place.file).equals(before)).toBe(true);
  });

  test("is refused untouched when a kill -9 left changes in its WAL", async () => {
    using home = scratchDir("home");
    const porter = await startPorter({ home: home.path });
    await porter.client.tasks.create.mutate({ title: "in the WAL" });
    await porter.kill();
    const file = join(porter.dataDir, "porter.db");
    {
      // A later Porter's mark, still in the WAL: a second reader keeps the close from writing it back.
      const database = new Database(file);
      using reader = new Database(file);
      reader.query("SELECT 1").get();
      database.run("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9999999999999)");
      cpSync(`${file}-wal`, join(home.path, "wal"));
      cpSync(file, join(home.path, "db"));
      database.close();
    }
    cpSync(join(home.path, "db"), file);
    cpSync(join(home.path, "wal"), `${file}-wal`);
    const before = [readFileSync(file), readFileSync(`${file}-wal`)];
    const { code, stderr } = await startAndFail({ home: home.path });
    expect(code).toBe(1);
    expect(stderr).toContain("newer Porter");
    expect(readFileSync(file).equals(before[0] ?? Buffer.of())).toBe(true);
    expect(readFileSync(`${file}-wal`).equals(before[1] ?? Buffer.of())).toBe(true);
  });
});
