import { describe, expect, test } from "bun:test";
import { connectMcp } from "../mcp/connect.ts";
import { startPorter } from "../support/server.ts";
import { MAIN, porterCommand } from "./command.ts";

describe("bun porter", () => {
  test("link prints a link that signs a browser in once", async () => {
    await using porter = await startPorter();
    const env = { PORTER_DATA_DIR: porter.dataDir, PORTER_API_URL: porter.url };
    const { stdout, code } = await porterCommand(["link"], env);
    expect(code).toBe(0);
    const link = new URL(stdout.trim());
    expect(link.origin).toBe(porter.url);
    const signIn = () =>
      fetch(`${porter.url}/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ secret: link.hash.slice(1) }),
      });
    expect([(await signIn()).status, (await signIn()).status]).toEqual([204, 401]);
  });

  test("sign-out voids what browsers have", async () => {
    await using porter = await startPorter();
    const login = await fetch(`${porter.url}/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: porter.token }),
    });
    const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
    const ask = () => fetch(`${porter.url}/trpc/system.status`, { headers: { cookie } });
    expect((await ask()).status).toBe(200);
    const env = { PORTER_DATA_DIR: porter.dataDir, PORTER_API_URL: porter.url };
    expect((await porterCommand(["sign-out"], env)).code).toBe(0);
    expect((await ask()).status).toBe(401);
  });

  test("mcp serves the tools with the token of the data folder", async () => {
    await using porter = await startPorter();
    await using mcp = await connectMcp(
      { url: porter.url, token: "" },
      { args: [MAIN, "mcp"], env: { PORTER_DATA_DIR: porter.dataDir } },
    );
    expect((await mcp.call("list_tasks")).data).toEqual({ tasks: [], next_cursor: null });
  });

  test("an unknown command or option exits 2 with the list of commands", async () => {
    for (const args of [
      ["frobnicate"],
      ["constructor"],
      ["link", "--loud"],
      ["link", "more"],
      ["doctor", "--loud"],
      ["integrations", "frobnicate"],
      ["integrations", "secret", "tasks", "more"],
      ["integrations", "run", "tasks", "create", "[1]"],
    ]) {
      const { stdout, stderr, code } = await porterCommand(args);
      expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
      expect(stderr).toContain(args.at(-1) ?? "");
      expect(stderr).toMatch(/link .*\n\s+mcp /);
    }
  });

  test("help is not an error", async () => {
    for (const args of [["help"], [], ["--help"], ["link", "-h"]]) {
      const { stdout, stderr, code } = await porterCommand(args);
      expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
      expect(stdout).toContain("mcp");
    }
  });

  test("exits 1 and says why, without a stack: no token, no Porter, a token that is not good", async () => {
    await using porter = await startPorter();
    const { dataDir, url } = porter;
    const cases: [string, Record<string, string>][] = [
      ["PORTER_DATA_DIR", { PORTER_DATA_DIR: porter.home, PORTER_API_URL: url }],
      ["does not answer", { PORTER_DATA_DIR: dataDir, PORTER_API_URL: "http://127.0.0.1:9" }],
      ["PORTER_TOKEN", { PORTER_TOKEN: "x".repeat(43), PORTER_API_URL: url }],
      // The owner's token of this machine goes to no other.
      ["not this machine", { PORTER_DATA_DIR: dataDir, PORTER_API_URL: "http://porter.invalid" }],
    ];
    for (const [words, env] of cases) {
      const { stdout, stderr, code } = await porterCommand(["link"], env);
      expect({ stdout, code }).toEqual({ stdout: "", code: 1 });
      expect(stderr).toContain(words);
      expect(stderr).not.toContain("    at ");
    }
  });
});
