import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createPorterClient } from "../../client/sdk/index.ts";
import { runProgram } from "../support/run-program.ts";
import { MCP_COMMAND, scratchDir, startPorter, type Porter } from "../support/server.ts";
import { connectMcp, connectMcpHere } from "./connect.ts";

let porter: Porter;
let mcp: Awaited<ReturnType<typeof connectMcp>>;
beforeAll(async () => {
  porter = await startPorter();
  mcp = await connectMcp(porter);
});
afterAll(async () => {
  await mcp[Symbol.asyncDispose]();
  await porter[Symbol.asyncDispose]();
});

describe("the MCP server", () => {
  test("has the tools of the contract, each with honest annotations and schemas for what goes in and out", async () => {
    const { tools } = await mcp.client.listTools();

    const kinds = Object.fromEntries(
      tools.map(({ name, annotations: a }) => [
        name,
        a?.readOnlyHint ? "reads" : a?.destructiveHint ? "overwrites" : "adds",
      ]),
    );
    expect(kinds).toEqual({
      add_comment: "adds",
      ask_owner: "reads",
      create_task: "adds",
      get_context: "reads",
      get_notifications: "reads",
      get_task: "reads",
      integration_action: "overwrites",
      list_integrations: "reads",
      list_tasks: "reads",
      notify_owner: "adds",
      quick_add: "adds",
      search: "reads",
      start_agent: "adds",
      update_task: "overwrites",
    });
    for (const tool of tools) {
      expect(tool.inputSchema["additionalProperties"]).toBe(false);
      expect(tool.outputSchema).toBeDefined();
      expect(tool.annotations?.openWorldHint).toBe(tool.name === "integration_action");
    }
    expect(mcp.client.getInstructions()).toContain("get_context");
    // They stand in every agent's prompt.
    const prompt = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    expect(JSON.stringify(prompt).length).toBeLessThan(8_800);
  });

  test("tells the owner's own Claude that it works for nobody's session", async () => {
    expect((await mcp.call("get_context")).data).toEqual({
      acting_as: "owner",
      session: null,
      task: null,
      integrations: [],
      repairs: [],
    });
    expect((await mcp.call("get_notifications", { unread: true })).data).toEqual({ notifications: [] });
  });

  test("says truthfully that no integration is enabled", async () => {
    expect((await mcp.call("list_integrations")).data).toEqual({ integrations: [] });
    const { error } = await mcp.call("integration_action", {
      integration_id: "mail",
      action_name: "list_events",
      params: {},
    });
    expect(error).toContain('"mail"');
    expect(error).toContain("list_integrations");
  });

  test("a token that is not good is named as the reason", async () => {
    await using stranger = await connectMcpHere(
      createPorterClient({ url: porter.url, token: "x".repeat(43) }),
    );
    expect((await stranger.call("list_tasks")).error).toContain("PORTER_TOKEN");
  });

  test("says that Porter is away, and works again as soon as Porter is back", async () => {
    await using porter = await startPorter();
    await using mcp = await connectMcp(porter);
    // The command's own patience is half a minute; this one has none.
    await using impatient = await connectMcpHere(porter.client);
    await mcp.call("create_task", { title: "Kept" });
    await porter.kill();
    expect((await impatient.call("list_tasks")).error).toContain("does not answer");
    const early = mcp.call("list_tasks");

    await using back = await startPorter({ home: porter.home, port: porter.port });
    expect(back.url).toBe(porter.url);
    expect((await early).data).toMatchObject({ tasks: [{ title: "Kept" }] });
    for (const one of [mcp, impatient])
      expect((await one.call("get_task", { id: 1 })).data).toMatchObject({ task: { title: "Kept" } });
  });

  test("asks no proxy for a Porter on this machine", async () => {
    const nowhere = "http://127.0.0.1:9";
    await using proxied = await connectMcp(porter, { env: { HTTP_PROXY: nowhere, http_proxy: nowhere } });
    expect((await proxied.call("list_tasks")).error).toBeUndefined();
  });
});

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
    const env = { PORTER_API_URL: porter.url, PORTER_TOKEN: porter.token };
    const { stdout, stderr, code } = await run(env, `${REQUESTS.join("")}not json\n`);

    const answers = stdout
      .trim()
      .split("\n")
      .map((line): { jsonrpc: string; id: number } => JSON.parse(line));
    expect(answers.every(({ jsonrpc }) => jsonrpc === "2.0")).toBe(true);
    expect(answers.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    const { items } = await porter.client.tasks.list.query({ query: "flight" });
    expect(items.map(({ title }) => title)).toEqual(["In flight"]);
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
