import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { createMcpBridge } from "../../server/agents/runner/mcp-bridge.ts";
import { measureMarked } from "../../server/agents/runner/process-group.ts";
import { startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { agentPids, eventually, processesOf } from "../support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

/** Answers with its number of the start and ends at `die`; it prints a line that is no message, too. */
const SERVER = `
import { createInterface } from "node:readline";
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\\n");
console.log("not a message");
let introduced = false;
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method } = JSON.parse(line);
  if (method === "die") process.exit(1);
  if (method === "notifications/initialized") introduced = true;
  if (id === undefined) return;
  if (method === "initialize") return say({ id, result: { pid: process.pid } });
  if (method === "tools/list") return say({ id, result: { tools: [{ name: "a" }] } });
  say({ id, result: { pid: process.pid, introduced, word: process.env.WORD } });
});`;

test("an MCP server beside the CLI comes back for the next message; what was under way fails in words", async () => {
  using folder = scratchDir("bridge");
  const path = join(folder.path, "server.mjs");
  writeFileSync(path, SERVER);
  const runId = Bun.randomUUIDv7();
  const server = (word: string) => ({
    server: { command: process.execPath, args: [path], env: { WORD: word } },
    cwd: folder.path,
    environment: { PATH: process.env.PATH ?? "" },
  });
  const bridge = createMcpBridge("tools", runId, server("one"));
  const waiting = new Map<number, (message: JSONRPCMessage) => void>();
  const transport = {
    onmessage: (_message: JSONRPCMessage): void => undefined,
    start: async () => undefined,
    close: async () => undefined,
    send: async (message: JSONRPCMessage) => {
      if ("id" in message) waiting.get(Number(message.id))?.(message);
    },
  };
  await bridge.config.instance.connect(transport);
  let last = 0;
  const ask = (method: string) => {
    const id = ++last;
    const { promise, resolve } = Promise.withResolvers<JSONRPCMessage>();
    waiting.set(id, resolve);
    transport.onmessage({ jsonrpc: "2.0", id, method });
    return promise;
  };

  await ask("initialize");
  transport.onmessage({ jsonrpc: "2.0", method: "notifications/initialized" });
  expect(await ask("tools/list")).toMatchObject({
    result: { tools: [{ name: "a", _meta: { "anthropic/alwaysLoad": true } }] },
  });
  const failed = await ask("die");
  expect(failed).toMatchObject({ error: { message: expect.stringContaining('"tools" ended before') } });
  // Two at once, which both wait until the new one has been introduced.
  const [third, fourth] = await Promise.all([ask("x"), ask("x")]);
  expect(third).toMatchObject({ result: { introduced: true, word: "one" } });
  expect(fourth).toMatchObject({ result: { introduced: true } });

  bridge.rest();
  await eventually(() => measureMarked([runId])?.get(runId) === 0);
  bridge.restart(server("two"));
  expect(await ask("x")).toMatchObject({ result: { introduced: true, word: "two" } });
  bridge.restart({ ...server("three"), server: { command: join(folder.path, "nothing") } });
  expect(await ask("x")).toMatchObject({ error: { message: expect.stringContaining("ended") } });
  bridge.end();
  await eventually(() => measureMarked([runId])?.get(runId) === 0);
});

const porterTools = (porter: Porter) =>
  processesOf(porter.home).filter(
    ({ command, environment }) =>
      command.includes("mcp") && environment.some((line) => line.startsWith("PORTER_TOKEN=")),
  );

test("Porter's tools of a session work again after their server was killed, also in a session that was resumed", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
  const { agents } = porter.client;
  for (const marker of ["FIRST", "SECOND", "THIRD", "FOURTH"])
    api.when(marker, [toolUse("mcp__porter__get_context", {}), text(`${marker} is known.`)]);
  const { id } = await agents.start.mutate({ prompt: "FIRST" });
  using watch = watchSession(porter.client, id);
  const answered = async (marker: string) => {
    await watch.until(({ messages }) => textOf(messages.at(-1)) === `${marker} is known.`);
    const last = api.requestsWith(marker).at(-1);
    return last && toolResultsOf(last).at(-1);
  };
  const kill = async () => {
    const tools = porterTools(porter);
    expect(tools).toHaveLength(1);
    for (const { pid } of tools) process.kill(pid, "SIGKILL");
    await eventually(() => porterTools(porter).length === 0);
  };
  expect((await answered("FIRST"))?.text).toContain(id);
  await kill();
  await agents.send.mutate({ id, content: "SECOND" });
  expect(await answered("SECOND")).toMatchObject({ isError: false, text: expect.stringContaining(id) });

  for (const pid of agentPids(porter)) process.kill(pid, "SIGKILL");
  await eventually(() => agentPids(porter).length === 0); // The next turn resumes the conversation.
  await agents.send.mutate({ id, content: "THIRD" });
  await answered("THIRD");
  await kill();
  await agents.send.mutate({ id, content: "FOURTH" });
  expect(await answered("FOURTH")).toMatchObject({ isError: false, text: expect.stringContaining(id) });
});
