import { describe, expect, test } from "bun:test";
import { runProgram } from "../support/run-program.ts";
import { MCP_COMMAND, scratchDir, startPorter } from "../support/server.ts";

const REQUESTS = [
  {
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } },
  },
  { method: "notifications/initialized" },
  { id: 2, method: "tools/list" },
  { id: 3, method: "tools/call", params: { name: "create_task", arguments: { title: "In flight" } } },
  { id: 4, method: "no/such/method" },
].map((request) => `${JSON.stringify({ jsonrpc: "2.0", ...request })}\n`);

const run = (env: Record<string, string>, stdin: string) =>
  runProgram(MCP_COMMAND, { env: { PATH: process.env["PATH"] ?? "", ...env }, stdin });

describe("the process of the MCP server", () => {
  test("writes JSON-RPC to stdout and nothing else, and ends with stdin after the answers that are due", async () => {
    await using porter = await startPorter();
    const env = { PORTER_API_URL: porter.url, PORTER_TOKEN: porter.token };
    const { stdout, stderr, code } = await run(env, `${REQUESTS.join("")}not json\n`);

    const answers = stdout
      .trim()
      .split("\n")
      .map((line): { jsonrpc: string; id: number } => JSON.parse(line));
    expect(answers.every(({ jsonrpc }) => jsonrpc === "2.0")).toBe(true);
    expect(answers.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    expect((await porter.client.tasks.list.query({})).items.map(({ title }) => title)).toEqual(["In flight"]);
  });

  test("without a token it says so on stderr and ends", async () => {
    using folder = scratchDir("no-token");
    const env = { PORTER_DATA_DIR: folder.path, PORTER_API_URL: "http://127.0.0.1:3101" };
    const { stdout, stderr, code } = await run(env, REQUESTS.join(""));
    expect({ stdout, code }).toEqual({ stdout: "", code: 4 });
    expect(stderr).toContain("PORTER_TOKEN");
    expect(stderr).not.toContain("    at "); // no stack
  });

  test("with an address that is none it says so, too", async () => {
    const { stderr, code } = await run({ PORTER_TOKEN: "t", PORTER_API_URL: "localhost:3101" }, "");
    expect(code).toBe(1);
    expect(stderr).toContain("PORTER_API_URL");
  });
});
