import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../../client/cli/porter.ts";
import { connectMcp } from "../mcp/connect.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { at, MAIN, porterCalls, porterCommand, startOnTerminal } from "./command.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());
/** A data folder with the same token. `instance`: what its Porter has written down. */
function folderOf({ token }: Porter, instance?: { origin?: string }) {
  const scratch = scratchDir("cli");
  writeFileSync(join(scratch.path, "token"), token);
  const announce = (written: { origin?: string }) =>
    writeFileSync(join(scratch.path, "instance.json"), JSON.stringify(written));
  if (instance) announce(instance);
  return { ...scratch, announce };
}

const run = (...args: string[]) => porterCommand(args, at(porter));

describe("bun porter", () => {
  test("link prints a link that signs a browser in once, and sign-out voids what browsers have", async () => {
    const { stdout, code } = await run("link");
    expect(code).toBe(0);
    const link = new URL(stdout.trim());
    expect(link.origin).toBe(porter.url);
    const signIn = () =>
      fetch(`${porter.url}/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ secret: link.hash.slice(1) }),
      });
    const [first, second] = [await signIn(), await signIn()];
    expect([first.status, second.status]).toEqual([204, 401]);

    const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
    const ask = () => fetch(`${porter.url}/trpc/system.status`, { headers: { cookie } });
    expect((await ask()).status).toBe(200);
    expect((await run("sign-out")).code).toBe(0);
    expect((await ask()).status).toBe(401);
  });

  test("mcp serves the tools with the token of the data folder", async () => {
    await using mcp = await connectMcp(
      { url: porter.url, token: "" },
      { env: { PORTER_DATA_DIR: porter.dataDir } },
    );
    expect((await mcp.call("list_integrations")).data).toMatchObject({ integrations: expect.any(Array) });
  });

  test("mcp waits for a Porter that has not written down yet where it serves", async () => {
    using starting = folderOf(porter, {});
    const client = connect(30_000, { PORTER_DATA_DIR: starting.path }); // Has looked once.
    starting.announce({ origin: porter.url });
    expect((await (await client).system.status.query()).version).toBeString();
  });

  test("a wrong call exits 2, says what is wrong and what the command takes, and reaches no Porter", async () => {
    const cases: [string[], RegExp][] = [
      [["frobnicate"], /There is no "bun porter frobnicate".\n\nUsage: bun porter <command>.*tasks.*mcp/s],
      [["help", "frobnicate"], /There is no "bun porter frobnicate"/],
      [["frobnicate", "--help"], /There is no "bun porter frobnicate"/],
      [["help", "tasks", "frobnicate"], /There is no "bun porter tasks frobnicate".*ls.*watch/s],
      [["tasks", "help"], /There is no "bun porter tasks help"/],
      [["task"], /There is no "bun porter task".\n\(Did you mean tasks\?\)/],
      [["help", "tasks", "ad"], /There is no "bun porter tasks ad".\n\(Did you mean add\?\)/],
      [["tasks", "--limit", "3", "lst"], /There is no "bun porter tasks lst".\n\(Did you mean ls\?\)/],
      [["tasks", "ls", "--statu", "todo"], /unknown option '--statu'\n\(Did you mean --status\?\)/],
      [["link", "--loud"], /unknown option '--loud'.*Usage: bun porter link/s],
      [["tasks", "frobnicate"], /There is no "bun porter tasks frobnicate".*ls.*watch/s],
      [["tasks", "ls", "--status", "new"], /'new' is invalid.*todo, in_progress/s],
      [["tasks", "ls", "--limit", "-3"], /whole number/],
      [["integrations", "secret", "tasks", "more"], /too many arguments.*more/],
      [["integrations", "run", "tasks", "create", "[1]"], /JSON object.*\[1\]/],
      [["vault"], /Say what.*rotate/s],
      [["tasks", "restore", "12"], /"12" is no id/],
      [["backup", "ls", "--to", "/tmp"], /"backup ls" takes --json only/],
    ];
    const all = cases.map(([args]) => args);
    const ended = await porterCalls(all, { PORTER_TOKEN: "none" });
    expect(ended.map(({ stdout, code }, at) => [all[at], stdout, code])).toEqual(
      all.map((args) => [args, "", 2]),
    );
    for (const [at, [, words]] of cases.entries()) expect(ended[at]?.stderr).toMatch(words);
    expect(await porterCommand(["link", "--loud"])).toEqual({
      stdout: "",
      stderr: expect.stringContaining("unknown option '--loud'"),
      code: 2,
    });
  });

  test("help is not an error, and names the exit codes", async () => {
    const words: [string[], string][] = [
      [[], "3    Porter does not answer"],
      [["help"], "3    Porter does not answer"],
      [["--help"], "3    Porter does not answer"],
      [["help", "link"], "sign-in link"],
      [["help", "token", "revoke"], "make one void"],
    ];
    expect(await porterCalls(words.map(([args]) => args))).toEqual(
      words.map(([, told]) => ({ stdout: expect.stringContaining(told), stderr: "", code: 0 })),
    );
    expect(await porterCommand([])).toMatchObject({ stderr: "", code: 0 });
  });

  test("a list that is empty gives a script no row, and a person a sentence", async () => {
    const env = { PORTER_DATA_DIR: porter.dataDir };
    expect(await run("backup", "ls")).toEqual({ stdout: "", stderr: "", code: 0 });
    await using seen = startOnTerminal(["backup", "ls"], env);
    expect(await seen.stdout.whole()).toContain("There is no backup in ");
  });

  test("each kind of failure has an exit code, words without a stack, and a form for scripts", async () => {
    const { dataDir, home, url } = porter;
    using stopped = folderOf(porter);
    using starting = folderOf(porter, {});
    const cases: [string, Record<string, string>, code: number, kind: string][] = [
      ["PORTER_DATA_DIR", { PORTER_DATA_DIR: home, PORTER_API_URL: url }, 4, "UNAUTHORIZED"],
      ["PORTER_TOKEN", { PORTER_TOKEN: "x".repeat(43), PORTER_API_URL: url }, 4, "UNAUTHORIZED"],
      [
        "does not answer",
        { PORTER_DATA_DIR: dataDir, PORTER_API_URL: "http://127.0.0.1:9" },
        3,
        "UNREACHABLE",
      ],
      // The owner's token of this machine goes to no other.
      [
        "not this machine",
        { PORTER_DATA_DIR: dataDir, PORTER_API_URL: "http://porter.invalid" },
        4,
        "UNAUTHORIZED",
      ],
      // Nor to an address that nobody named: at the default one, another person's Porter may answer.
      ["does not say where one serves", { PORTER_DATA_DIR: stopped.path }, 3, "UNREACHABLE"],
      ["is starting", { PORTER_DATA_DIR: starting.path }, 3, "UNAVAILABLE"],
      ["no token", { PORTER_TOKEN: "two\nlines", PORTER_API_URL: url }, 4, "UNAUTHORIZED"],
      ["must look like", { PORTER_TOKEN: "none", PORTER_API_URL: "localhost:3101" }, 1, "INVALID"],
      ["no task #999", at(porter), 5, "NOT_FOUND"],
    ];
    await Promise.all(
      cases.map(async ([words, env, code, kind]) => {
        const { stdout, stderr, code: ended } = await porterCommand(["tasks", "show", "999", "--json"], env);
        expect({ stdout, ended }).toEqual({ stdout: "", ended: code });
        expect(JSON.parse(stderr)).toEqual({
          error: { code: kind, message: expect.stringContaining(words) },
        });
      }),
    );
    expect(await run("tasks", "show", "999")).toEqual({
      stdout: "",
      stderr: "bun porter tasks show: There is no task #999.\n",
      code: 5,
    });
  });

  test("a reader that has had enough ends it quietly", async () => {
    const names = Array.from({ length: 200 }, (_, number) => `${number} ${"long ".repeat(90)}`);
    await Promise.all(names.map((title) => porter.client.tasks.create.mutate({ title })));
    const env = { PATH: process.env["PATH"] ?? "", ...at(porter) };
    const child = Bun.spawn(
      ["sh", "-c", `'${process.execPath}' '${MAIN}' tasks ls --limit 0 --json | head -n 1; echo done`],
      { env, stdout: "pipe", stderr: "pipe" },
    );
    expect(await new Response(child.stdout).text()).toBe("{\ndone\n");
    expect(await new Response(child.stderr).text()).toBe("");
  });
});

test("what cannot be written is told in a line", async () => {
  const child = Bun.spawn(["sh", "-c", `'${process.execPath}' '${MAIN}' help >/dev/full`], {
    stderr: "pipe",
  });
  expect(await new Response(child.stderr).text()).toMatch(/^bun porter: ENOSPC.*\n$/);
  expect(await child.exited).toBe(1);
});

describe("bun porter token", () => {
  test("makes one that is good for what it says until it is revoked", async () => {
    const made = await run("token", "create", "ci", "--scope", "read", "--days", "2");
    expect(made.stdout).toMatch(/^porter_\S+\n$/);
    const asCi = { PORTER_TOKEN: made.stdout.trim(), PORTER_API_URL: porter.url };
    expect(await porterCommand(["tasks", "ls", "--limit", "1"], asCi)).toMatchObject({ stderr: "", code: 0 });
    expect(await porterCommand(["tasks", "add", "no"], asCi)).toMatchObject({ stdout: "", code: 4 });

    expect((await run("token")).stdout).toMatch(/^\S+\tread\t\S+ \S+\t\S+ \S+\tci\n$/);
    for (const empty of ["", "0"]) expect((await run("token", "revoke", empty)).code).toBe(5);
    expect((await run("token", "revoke", "ci")).stdout).toBe("revoked: ci\n");
    expect((await porterCommand(["tasks"], asCi)).code).toBe(4);
    expect((await run("token", "revoke", "ci")).code).toBe(5);
  });
});

describe("bun porter notify and notifications", () => {
  test("put one into the inbox, once for each key, and mark it as read", async () => {
    await run("notify", "Backup", "failed", "--key", "backup");
    const made = await porterCommand(
      ["notify", "Backup done", "--body", "-", "--link", "/tasks", "--key", "backup", "--json"],
      at(porter),
      "12 GB\n",
    );
    const { id, ...rest } = JSON.parse(made.stdout);
    expect(rest).toMatchObject({ title: "Backup done", body: "12 GB", link: "/tasks", kind: "agent_note" });
    expect((await run("notifications")).stdout).toMatch(/^\S+\t\S+ \S+\tnew\tBackup done: 12 GB\n$/);
    expect((await run("notifications", "read", "")).code).toBe(5);
    expect((await run("notifications", "read", id)).stdout).toContain("read:");
    expect((await run("notifications", "ls", "--unread", "--json")).stdout).toContain('"items": []');
    const elsewhere = await run("notify", "x", "--link", "//evil.example");
    expect(elsewhere).toMatchObject({ code: 1, stderr: expect.stringContaining("must be a path of Porter") });
  });
});
