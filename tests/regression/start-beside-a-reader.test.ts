import { expect, test } from "bun:test";
import { join } from "node:path";
import { prepareDataDir } from "../../server/db/instance.ts";
import { openDatabase } from "../../server/db/open.ts";
import { MIGRATIONS } from "../support/database.ts";
import { scratchDir } from "../support/server.ts";

/** Has the database for itself for a moment, as the last connection has while it closes. */
const HOLD = `
const { Database } = require("bun:sqlite");
const database = new Database(process.argv[1]);
database.run("PRAGMA locking_mode = EXCLUSIVE");
database.run("BEGIN IMMEDIATE");
database.run("COMMIT");
process.stdout.write("held\\n");
setTimeout(() => database.close(), 200);
`;

test("a start waits for a connection that is just closing", async () => {
  using scratch = scratchDir("busy");
  const options = { dataDir: scratch.path, migrations: MIGRATIONS };
  prepareDataDir(scratch.path);
  openDatabase(options).close();
  const child = Bun.spawn([process.execPath, "-e", HOLD, join(scratch.path, "porter.db")], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  await child.stdout.getReader().read();
  expect(() => openDatabase(options).close()).not.toThrow();
  expect(await child.exited).toBe(0);
});
