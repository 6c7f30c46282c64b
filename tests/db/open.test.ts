import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareDataDir } from "../../server/db/instance.ts";
import { openDatabase } from "../../server/db/open.ts";
import { StartError } from "../../server/errors.ts";
import { MIGRATIONS, openScratchDatabase } from "../support/database.ts";
import { scratchDir, startAndFail, startPorter } from "../support/server.ts";

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** Every file and folder of a data folder, with its mode. */
function modesBelow(dataDir: string): Record<string, string> {
  const names = readdirSync(dataDir, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries([".", ...names].map((name) => [name, modeOf(join(dataDir, name))]));
}

describe("the data folder", () => {
  test("is for its owner alone, with every file that a running server has in it", async () => {
    await using porter = await startPorter();
    await porter.client.tasks.create.mutate({ title: "something for the WAL" });
    expect(modesBelow(porter.dataDir)).toEqual({
      ".": "700",
      "instance.json": "600",
      "instance.lock": "600",
      "instance.lock-journal": "600",
      "porter.db": "600",
      "porter.db-shm": "600",
      "porter.db-wal": "600",
      token: "600",
      "vapid.json": "600",
      "vault.key": "600",
    });
  });

  test("that stood open before is narrowed at the start", async () => {
    using home = scratchDir("home");
    const dataDir = join(home.path, "data");
    mkdirSync(dataDir, { mode: 0o755 });
    writeFileSync(join(dataDir, "token"), "a-token-of-more-than-thirty-two-characters\n");
    writeFileSync(join(dataDir, "porter.db"), "");
    for (const name of [".", "token", "porter.db"]) chmodSync(join(dataDir, name), 0o755);
    await using porter = await startPorter({ home: home.path });
    expect(porter.token).toBe("a-token-of-more-than-thirty-two-characters");
    expect(Object.entries(modesBelow(dataDir)).filter(([, mode]) => !/^[67]00$/.test(mode))).toEqual([]);
  });
});

describe("an open database", () => {
  const pragma = (db: ReturnType<typeof openDatabase>["db"], name: string) =>
    db.values(`PRAGMA ${name}`)[0]?.[0];

  test("has WAL, foreign keys, full synchronisation and a short patience", () => {
    using scratch = openScratchDatabase();
    expect(pragma(scratch.db, "journal_mode")).toBe("wal");
    expect(pragma(scratch.db, "foreign_keys")).toBe(1);
    expect(pragma(scratch.db, "synchronous")).toBe(2);
    expect(pragma(scratch.db, "busy_timeout")).toBe(200);
  });

  test("refuses a row that points to none", () => {
    using scratch = openScratchDatabase();
    const orphan =
      "INSERT INTO messages (id, session_id, seq, role, content, state, created_at) VALUES ('m', 'nobody', 1, 'user', '[]', 'done', 0)";
    expect(() => scratch.db.run(orphan)).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: "SQLITE_CONSTRAINT_FOREIGNKEY" }) }),
    );
  });
});

describe("a database that is too large to be read as a whole before the server serves", () => {
  test("is to be read beside it after a kill -9, and only then", () => {
    using scratch = openScratchDatabase();
    const { dataDir } = scratch;
    const fill =
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 10) insert into events (kind, subject, actor, after, created_at) select 'x.y', 'x:1', 'owner', hex(zeroblob(500000)), 1 from n";
    scratch.db.run(fill);
    scratch.db.run("PRAGMA wal_checkpoint(TRUNCATE)");
    const open = (): boolean => {
      const { isUnchecked, close } = openDatabase({ dataDir, migrations: MIGRATIONS });
      close();
      return isUnchecked;
    };
    expect(open()).toBe(false);
    scratch.tasks.create({ title: "in the WAL of one that does not close it" }, "owner");
    expect(open()).toBe(true);
  });
});

describe("a file that is no database of Porter's", () => {
  function openWith(content: (path: string) => void): () => void {
    return () => {
      using folder = scratchDir("data");
      prepareDataDir(folder.path);
      content(join(folder.path, "porter.db"));
      openDatabase({ dataDir: folder.path, migrations: MIGRATIONS }).close();
    };
  }

  test("is refused in words that name it: no SQLite file at all", () => {
    const open = openWith((path) => writeFileSync(path, "This is not a database. ".repeat(500)));
    expect(open).toThrow(StartError);
    expect(open).toThrow(/porter\.db cannot be used as Porter's database: .*not a database/);
  });

  test("is refused in words that name it: damaged in its first page", () => {
    const open = openWith((path) => {
      using database = new Database(path);
      database.run("CREATE TABLE t (a)");
      database.close();
      const bytes = Buffer.alloc(4096, 0xff);
      bytes.write("SQLite format 3\0");
      writeFileSync(path, bytes);
    });
    expect(open).toThrow(StartError);
    expect(open).toThrow(/porter\.db cannot be used/);
  });

  test("ends the start without a stack", async () => {
    using home = scratchDir("home");
    const dataDir = join(home.path, "data");
    prepareDataDir(dataDir);
    writeFileSync(join(dataDir, "porter.db"), "This is not a database. ".repeat(500));
    const { code, stderr } = await startAndFail({ home: home.path });
    expect(code).toBe(1);
    expect(stderr).toContain("porter.db");
    expect(stderr).not.toContain("    at ");
  });
});
