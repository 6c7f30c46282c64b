import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Checks, type Check } from "../../shared/check.ts";
import { checkPublicAddress } from "../../client/cli/local-checks.ts";
import { checkDataFolder } from "../../server/system/doctor/data-folder.ts";
import { examine } from "../../server/system/doctor/examine.ts";
import { checkPort } from "../../server/system/doctor/port.ts";
import { MIGRATIONS, openScratchDatabase } from "../support/database.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { porterCommand } from "./command.ts";

const DAY = 24 * 3_600_000;
const find = (checks: Check[], id: string): Check => {
  const found = checks.find((check) => check.id === id);
  if (!found) throw new Error(`Nothing looked at ${id}.`);
  return found;
};

describe("bun porter doctor", () => {
  let porter: Porter;
  beforeAll(async () => {
    porter = await startPorter({ config: "integrations.enabled = []" });
  });
  afterAll(() => porter[Symbol.asyncDispose]());

  const doctor = (env: Record<string, string> = {}) =>
    porterCommand(["doctor", "--json"], { PORTER_DATA_DIR: porter.dataDir, ...env });

  test("beside a running Porter leaves it as it is, and what its own start would meet unasked", async () => {
    const before = readFileSync(join(porter.dataDir, "instance.json"), "utf8");
    const { stdout, code } = await doctor();
    const { needsYou, checks } = JSON.parse(stdout);
    expect({ needsYou, code }).toEqual({ needsYou: false, code: 0 });
    expect(Checks.parse(checks).map(({ id }) => id)).toEqual([
      "server",
      "bun",
      "git",
      "data-folder",
      "database",
      "disk",
      "backups",
    ]);
    expect(readFileSync(join(porter.dataDir, "instance.json"), "utf8")).toBe(before);
  });

  test("with another token says so, and has looked at the rest", async () => {
    const { stdout, code } = await doctor({ PORTER_TOKEN: "x".repeat(43) });
    const checks = Checks.parse(JSON.parse(stdout).checks);
    expect(code).toBe(1);
    expect(find(checks, "server").todo).toContain("Unset PORTER_TOKEN");
    expect(checks.map(({ id }) => id)).not.toContain("port");
    expect(find(checks, "database").todo).toBeNull();
  });

  test("without a server says what to do, and what the next start would meet", async () => {
    using scratch = scratchDir("doctor");
    const env = {
      PORTER_DATA_DIR: join(scratch.path, "data"),
      HOME: scratch.path,
      PORTER_PORT: String(porter.port),
    };
    const { stdout, stderr, code } = await porterCommand(["doctor"], env);
    expect({ stderr, code }).toEqual({ stderr: "", code: 1 });
    expect(stdout).toContain("- Server: Start Porter");
    expect(stdout).toContain("- Data folder: Start Porter, or name its data folder in PORTER_DATA_DIR.");
    expect(stdout).toContain(`taken by process ${porter.pid} (`);
    expect(stdout).toContain("No Claude login was found");
  });
});

describe("without a server it finds", () => {
  test("a variable and a configuration that end a start, in the start's own words", () => {
    using scratch = scratchDir("doctor");
    const variables = { PORTER_DATA_DIR: scratch.path, PORTER_CONFIG: join(scratch.path, "porter.toml") };
    const look = (more: Record<string, string>, toml = "") => {
      writeFileSync(variables.PORTER_CONFIG, toml);
      return examine({ variables: { ...variables, ...more }, platform: "linux", isRunning: false });
    };
    expect(find(look({ PORTER_PORT: "many" }), "environment").finding).toContain(
      "PORTER_PORT: must be a number",
    );
    expect(find(look({}, "[server]\nprot = 1"), "configuration").finding).toContain("porter.toml:2");
    expect(
      find(
        look({}, 'agents.mcp.x = { url = "https://x.example", headers = { a = "env:NO" } }'),
        "configuration",
      ).todo,
    ).toContain("Set the variables");
    expect(find(look({}, 'server.time_zone = "Asia/Tokyo"'), "time-zone")).toMatchObject({
      finding: expect.stringContaining("Asia/Tokyo"),
      todo: null,
    });
    expect(find(look({ PATH: "" }), "git").todo).toContain("Install git");
    expect(find(look({ ANTHROPIC_API_KEY: "sk" }), "claude").todo).toBeNull();
    expect(find(look({}), "claude").todo).toContain("sign in");
  });

  test("a file that others may read, and names the command that mends it", () => {
    using scratch = openScratchDatabase();
    const look = () =>
      find(checkDataFolder({ dataDir: scratch.dataDir, migrations: MIGRATIONS }), "data-folder");
    expect(look().todo).toBeNull();
    const path = join(scratch.dataDir, "porter.db");
    chmodSync(path, 0o640);
    expect(look().todo).toBe(`chmod go= '${path}'`);
  });

  test("a database that is damaged, empty, or of a newer Porter", () => {
    const look = (dataDir: string) => find(checkDataFolder({ dataDir, migrations: MIGRATIONS }), "database");
    using scratch = openScratchDatabase();
    expect(look(scratch.dataDir).todo).toBeNull();
    const path = join(scratch.dataDir, "porter.db");
    {
      using database = new Database(path);
      database.run("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of tomorrow', 9e15)");
    }
    expect(look(scratch.dataDir).todo).toContain("Update Porter");

    using other = scratchDir("doctor");
    expect(look(other.path).todo).toContain("the first start makes it");
    writeFileSync(
      join(other.path, "porter.db"),
      "not a database at all, but long enough to be read as a page".repeat(100),
    );
    expect(look(other.path).todo).toContain("bun porter restore latest");
  });

  test("that no backup has come for days, also when there never was one", () => {
    using scratch = openScratchDatabase();
    writeFileSync(join(scratch.dataDir, "vapid.json"), "{}", { mode: 0o600 });
    const look = (days: number) =>
      find(
        checkDataFolder({
          dataDir: scratch.dataDir,
          migrations: MIGRATIONS,
          now: new Date(Date.now() + days * DAY),
        }),
        "backups",
      );
    expect([look(0).todo, look(1).todo]).toEqual([null, null]);
    expect(look(3).todo).toContain("bun porter backup");
    const inThreeDays = new Date(Date.now() + 3 * DAY).toISOString().replace(/[-:.]/g, "");
    mkdirSync(join(scratch.dataDir, "backups", `porter-${inThreeDays}-schedule`), { recursive: true });
    expect(look(3)).toMatchObject({ todo: null, finding: expect.stringContaining("The newest is from") });
  });

  test("who has the port", () => {
    using server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
    const taken = checkPort({ host: "127.0.0.1", port: server.port ?? 0 });
    expect(taken.finding).toContain(`process ${process.pid} (`);
    expect(taken.todo).toContain("PORTER_PORT");
    expect(checkPort({ host: "127.0.0.1", port: 0 }).todo).toBeNull();
    expect(checkPort({ host: "192.0.2.1", port: 0 }).finding).toContain("cannot be used");
  });
});

test("the public address leads to Porter, to somebody else, or nowhere, and each has its own way on", async () => {
  let answer = () => Response.json({ status: "ok" });
  using server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => answer() });
  const origin = server.url.origin;
  expect((await checkPublicAddress(origin)).todo).toBeNull();
  answer = () => Response.json({}, { status: 421 });
  expect((await checkPublicAddress(origin)).todo).toContain("Host header");
  answer = () => new Response("<h1>Welcome to nginx");
  expect((await checkPublicAddress(origin)).finding).toContain("not Porter");
  await server.stop(true);
  expect((await checkPublicAddress(origin)).finding).toContain("cannot be reached");
});
