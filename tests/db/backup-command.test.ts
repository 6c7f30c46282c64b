import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { prepareDataDir } from "../../server/db/instance.ts";
import { openDatabase } from "../../server/db/open.ts";
import { porterCommand } from "../cli/command.ts";
import { MIGRATIONS } from "../support/database.ts";
import { scratchDir } from "../support/server.ts";

test("bun porter backup and restore without a server: made, listed, brought back by latest and by name", async () => {
  using scratch = scratchDir("command");
  const dataDir = join(scratch.path, "data");
  const run = (...args: string[]) => porterCommand(args, { PORTER_DATA_DIR: dataDir });
  const nothing = await run("backup");
  expect(nothing).toMatchObject({ stdout: "", code: 1 });
  expect(nothing.stderr).toContain("There is no database");
  expect((await run("restore", "latest")).stderr).toContain("There is no backup");

  prepareDataDir(dataDir);
  openDatabase({ dataDir, migrations: MIGRATIONS }).close();
  await Bun.write(join(dataDir, "vault.key"), "key");
  const made = await run("backup", "--without-keys");
  expect(made).toMatchObject({ stderr: "", code: 0 });
  expect(made.stdout).toMatch(/Verified: 0 tasks, .*\n.*holds no keys/);
  const [name = ""] = readdirSync(join(dataDir, "backups"));
  expect(readdirSync(join(dataDir, "backups", name)).sort()).toEqual(["manifest.json", "porter.db"]);
  expect((await run("backup", "ls")).stdout).toContain(name);

  for (const which of ["latest", name]) {
    const { stdout, stderr, code } = await run("restore", which);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    expect(stdout).toMatch(/Restored from .*porter\.db\.\nWhat was there before is in .*aside/);
    expect(stdout).toContain("The key of the vault is not in it");
  }
});

test("called wrongly, it exits 2 and does nothing", async () => {
  for (const args of [["restore"], ["restore", "a", "b"], ["backup", "rm"], ["backup", "ls", "--to", "x"]]) {
    const { stdout, stderr, code } = await porterCommand(args);
    expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
    expect(stderr).toContain("Usage:");
  }
});
