import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { resolve } from "node:path";
import { runProgram } from "../support/run-program.ts";
import { MCP_COMMAND, startPorter, WITH_BUN_CACHE, type Porter } from "../support/server.ts";

const INSPECTOR = resolve(import.meta.dir, "../../node_modules/@modelcontextprotocol/inspector-cli/build");

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());

/** What the Inspector prints: the result of one request, as JSON. */
async function inspect(over: "HTTP" | "stdio", ...request: string[]): Promise<unknown> {
  const target =
    over === "HTTP"
      ? [`${porter.url}/mcp`, "--transport", "http", "--header", `Authorization: Bearer ${porter.token}`]
      : MCP_COMMAND;
  const command = [process.execPath, "--bun", "index.js", ...target, "--method", ...request];
  const { code, stdout, stderr } = await runProgram(command, {
    cwd: INSPECTOR, // It looks for its own package.json from there.
    env: {
      PATH: process.env["PATH"] ?? "",
      ...WITH_BUN_CACHE,
      PORTER_API_URL: porter.url,
      PORTER_TOKEN: porter.token,
    },
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
}

/** Creates a task, and gives its number. */
async function createTask(over: "HTTP" | "stdio", title: string): Promise<string> {
  const args = ["--tool-name", "create_task", "--tool-arg", `title=${title}`];
  const called = await inspect(over, "tools/call", ...args);
  const task = { title, number: expect.any(Number), created_by: "owner" };
  expect(called).toMatchObject({ structuredContent: { task } });
  const [created] = (await porter.client.tasks.list.query({ query: title })).items;
  return String(created?.number);
}

describe("the MCP Inspector's command line", () => {
  test("lists the tools, calls one, reads a resource and gets a prompt over HTTP", async () => {
    const title = "Inspected over HTTP";
    const number = await createTask("HTTP", title);
    const [listed, read, prompt] = await Promise.all([
      inspect("HTTP", "tools/list"),
      inspect("HTTP", "resources/read", "--uri", `porter://task/${number}`),
      inspect("HTTP", "prompts/get", "--prompt-name", "work_on_task", "--prompt-args", `task=${number}`),
    ]);
    expect(JSON.stringify(listed)).toContain('"name":"list_tasks"');
    expect(JSON.stringify(read)).toContain(`# #${number} ${title}`);
    expect(JSON.stringify(prompt)).toContain(`Work on task #${number}`);
  });

  test("calls a tool over stdio", async () => {
    expect(await createTask("stdio", "Inspected over stdio")).toMatch(/^\d+$/);
  });
});
