import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { connectMcp } from "../mcp/connect.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { at, MAIN, porterCommand } from "./command.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());
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

  test("a wrong call exits 2, says what is wrong and what the command takes, and reaches no Porter", async () => {
    const cases: [string[], RegExp][] = [
      [["frobnicate"], /There is no "bun porter frobnicate".*Usage: bun porter <command>.*tasks.*mcp/s],
      [["link", "--loud"], /unknown option '--loud'.*Usage: bun porter link/s],
      [["tasks", "frobnicate"], /There is no "bun porter tasks frobnicate".*ls.*watch/s],
      [["tasks", "ls", "--status", "new"], /'new' is invalid.*todo, in_progress/s],
      [["tasks", "ls", "--limit", "-3"], /whole number/],
      [["integrations", "secret", "tasks", "more"], /too many arguments.*more/],
      [["integrations", "run", "tasks", "create", "[1]"], /JSON object.*\[1\]/],
      [["vault"], /Say what.*rotate/s],
      [["backup", "ls", "--to", "/tmp"], /"backup ls" takes --json only/],
    ];
    await Promise.all(
      cases.map(async ([args, words]) => {
        const { stdout, stderr, code } = await porterCommand(args, { PORTER_TOKEN: "none" });
        expect({ args, stdout, code }).toEqual({ args, stdout: "", code: 2 });
        expect(stderr).toMatch(words);
      }),
    );
  });

  test("help is not an error, and names the exit codes", async () => {
    for (const args of [[], ["--help"], ["help", "link"]]) {
      const { stdout, stderr, code } = await porterCommand(args);
      expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
      expect(stdout).toContain(args.includes("link") ? "sign-in link" : "3    Porter does not answer");
    }
  });

  test("each kind of failure has an exit code, words without a stack, and a form for scripts", async () => {
    const { dataDir, home, url } = porter;
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

describe("bun porter completion", () => {
  test("bash completes commands, options, their values, and tasks that Porter knows", async () => {
    // Neither what stands in a title nor what stands on the line is run.
    const { number } = await porter.client.tasks.create.mutate({ title: "x $(touch pwned) `touch pwned`" });
    using scratch = scratchDir("completion");
    // Settings of the folder where somebody stands are not Porter's.
    await Bun.write(join(scratch.path, ".env"), "PORTER_API_URL=http://127.0.0.1:9");
    await Bun.write(join(scratch.path, "bunfig.toml"), 'preload = ["./absent.ts"]');
    await Bun.write(join(scratch.path, "completion.bash"), (await run("completion", "bash")).stdout);
    const lines = [
      ["porter", "ta"],
      ["porter", "tasks", "ls", "--sta"],
      ["porter", "tasks", "ls", "--status", "can"],
      ["porter", "tasks", "done", String(number)],
    ];
    const script = [
      "source ./completion.bash",
      // Porter may be too late for a Tab.
      "answer() { for _ in {1..50}; do _porter; [[ -z ${COMPREPLY[*]} ]] || break; done; echo ${COMPREPLY[*]}; }",
      ...lines.map((words) => `COMP_WORDS=(${words.join(" ")}); COMP_CWORD=${words.length - 1}; answer`),
      `COMP_WORDS=(porter tasks add '$(touch pwned)' x); COMP_CWORD=4; _porter; echo \${COMPREPLY[*]}`,
      "porter status --json",
    ].join("\n");
    const child = Bun.spawn(["bash", "-c", script], {
      cwd: scratch.path,
      env: { PATH: process.env["PATH"] ?? "", PORTER_DATA_DIR: porter.dataDir, PORTER_TOKEN: porter.token },
      stdout: "pipe",
    });
    const [first, second, third, fourth, fifth, ...status] = (await new Response(child.stdout).text()).split(
      "\n",
    );
    expect([first, second, third, fourth, fifth]).toEqual([
      "tasks",
      "--status",
      "cancelled",
      String(number),
      "",
    ]);
    expect(JSON.parse(status.join("\n")).system.version).toEqual(expect.any(String));
    expect(await Bun.file(join(scratch.path, "pwned")).exists()).toBe(false);
  });

  test("without a Porter it still completes what it knows itself, and each shell has its script", async () => {
    const nowhere = { PORTER_TOKEN: "none", PORTER_API_URL: "http://127.0.0.1:9" };
    const { stdout, code } = await porterCommand(["complete", "--", "tasks", "done", ""], nowhere);
    expect({ stdout, code }).toEqual({ stdout: ":4\n", code: 0 });
    const { stdout: options } = await porterCommand(["complete", "--", "tasks", "done", "--"], nowhere);
    expect(options).toContain("--json\t");
    for (const shell of ["zsh", "fish", "powershell"])
      expect((await porterCommand(["completion", shell])).stdout).toContain("porter complete");
  });
});
