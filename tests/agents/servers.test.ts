import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { porterErrorOf } from "../../shared/errors.ts";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { eventually, processesOf } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

const CLOCK = `[agents.mcp.clock]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(resolve(import.meta.dir, "../support/clock-server.ts"))}]`;

test("the MCP servers of a session are shown with their tools, come back after a crash, and go off and on", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, config: CLOCK });
  const { agents } = porter.client;
  api.when("MORE", () => text("Yes."));
  const session = await agents.start.mutate({ prompt: "MORE" });
  const { id } = session;
  using watch = watchSession(porter.client, id);
  const clock = async () => (await agents.servers.query({ id })).items.find(({ name }) => name === "clock");
  await watch.untilStatus("completed", "failed");
  await eventually(async () => (await clock())?.status === "connected");
  expect(await clock()).toMatchObject({ isOn: true, isOwn: false, tools: [{ name: "what_time" }] });
  const { process: running, items } = await agents.servers.query({ id });
  expect(items.map(({ name, isOwn }) => [name, isOwn])).toEqual([
    ["clock", false],
    ["porter", true],
  ]);
  expect(running).toMatchObject({ isIdle: true });
  expect(running?.memoryBytes).toBeGreaterThan(50_000_000);
  expect((await agents.memory.query()).items).toMatchObject([{ sessionId: id, isIdle: true }]);

  const clocks = () =>
    processesOf(porter.home)
      .filter(({ command }) => command.includes("clock-server"))
      .map(({ pid }) => pid);
  // The CLI goes on calling a dead server connected, so only its owner can say that it should start again.
  const dead = clocks();
  expect(dead.length).toBeGreaterThan(0);
  for (const pid of dead) process.kill(pid, "SIGKILL");
  await eventually(() => clocks().length === 0);
  const restarted = await agents.restartServer.mutate({ id, name: "clock" });
  expect(restarted.items[0]).toMatchObject({ status: "connected", error: null });
  expect(clocks()).toHaveLength(dead.length);

  const off = await agents.switchServer.mutate({ id, name: "clock", on: false });
  expect(off.items[0]).toMatchObject({ isOn: false, status: "disabled", tools: [] });
  await eventually(() => clocks().length === 0);
  const on = await agents.switchServer.mutate({ id, name: "clock", on: true });
  expect(on.items[0]).toMatchObject({ isOn: true, status: "connected" });

  const refusal = await agents.switchServer.mutate({ id, name: "porter", on: false }).catch(porterErrorOf);
  expect(refusal).toMatchObject({ code: "INVALID" });

  // Off stays off over a restart.
  await agents.switchServer.mutate({ id, name: "clock", on: false });
  await porter.stop();
  await using again = await startPorter({ home: porter.home, port: porter.port, api, config: CLOCK });
  const next = again.client.agents;
  expect(await next.restartServer.mutate({ id, name: "clock" }).catch(porterErrorOf)).toMatchObject({
    code: "CONFLICT",
  });
  expect((await next.servers.query({ id })).items[0]).toMatchObject({ isOn: false, status: null });
  expect((await next.servers.query({ id })).process).toBeNull();
});
