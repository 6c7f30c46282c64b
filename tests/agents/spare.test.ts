import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSpare } from "../../server/agents/spare.ts";
import { startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { agentPids, eventually, processesOf } from "../support/processes.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

const ON = { config: "agents.spare = true", env: { PORTER_LOG: "debug" } };

/** The process that is kept ahead for an owner who looks, once it is up. `count`: the how manieth of this server. */
async function spareOf(porter: Porter, count: number): Promise<string> {
  await porter.client.system.attend.mutate();
  const runIds = () =>
    porter
      .stderr()
      .split("\n")
      .filter((line) => line.includes("a spare process is up"))
      .map((line) => /"runId":"([^"]+)"/.exec(line)?.[1] ?? "");
  await eventually(() => runIds().length >= count);
  return runIds()[count - 1] ?? "";
}

const runsAs = (porter: Porter, runId: string) =>
  processesOf(porter.home).filter(({ environment }) => environment.includes(`AGENT_RUN_ID=${runId}`));

test("a new session gets the spare process, with its own context, token, folder, and answers of its owner", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, ...ON });
  const { agents, tasks } = porter.client;
  const task = await tasks.create.mutate({ title: "Paint the shed" });
  api.when("PAINT", [
    toolUse("mcp__porter__get_context", {}),
    toolUse("Bash", { command: "pwd; touch painted" }),
    text("Painted."),
  ]);
  const spare = await spareOf(porter, 1);
  expect(agentPids(porter)).toHaveLength(1);
  const held = await agents.memory.query();
  expect(held.items).toEqual([]);
  expect(held.spare?.bytes).toBeGreaterThan(50_000_000);

  const session = await agents.start.mutate({
    prompt: "PAINT",
    taskId: task.id,
    model: "sonnet",
    effort: "low",
  });
  using watch = watchSession(porter.client, session.id);
  const { approvals } = await watch.untilStatus("waiting", "failed");
  const [first] = api.requestsWith("PAINT");
  expect(first?.system).toContain("Paint the shed");
  expect(first?.system.split("You work for Porter")).toHaveLength(2);
  expect(first?.toolNames).toContain("mcp__porter__get_context");
  expect(first?.model).toContain("sonnet");
  expect(first?.body["output_config"]).toMatchObject({ effort: "low" });
  const told = api.requestsWith("PAINT")[1];
  expect(told && toolResultsOf(told)[0]?.text).toContain(session.id);
  expect(porter.stderr()).toContain("a spare process is up");
  await eventually(() => runsAs(porter, spare).length === 0); // It has parked the call; the next one goes on.

  await agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });
  const { messages } = await watch.untilStatus("completed", "failed");
  expect(textOf(messages.at(-1))).toBe("Painted.");
  const last = api.requestsWith("PAINT").at(-1);
  expect(last && toolResultsOf(last)[1]?.text).toBe(session.cwd);

  // Another one is kept; a server that is killed leaves nothing.
  const next = await spareOf(porter, 2);
  expect(runsAs(porter, next).length).toBeGreaterThan(0);
  await porter.kill();
  await using again = await startPorter({ home: porter.home, api });
  await eventually(() => processesOf(again.home).length === 0);
  expect(agentPids(again)).toEqual([]);
});

test("where the spare process cannot work, a session gets one of its own, and goes on in its process", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, ...ON });
  const { agents } = porter.client;
  const folder = join(porter.home, "porter/choosy");
  mkdirSync(join(folder, ".claude"), { recursive: true });
  writeFileSync(join(folder, ".claude/settings.json"), JSON.stringify({ model: "haiku" }));
  api.when("ANY", () => text("Done."));
  const spare = await spareOf(porter, 1);

  const choosy = await agents.start.mutate({ prompt: "ANY", cwd: folder });
  using watch = watchSession(porter.client, choosy.id);
  await watch.untilStatus("completed", "failed");
  expect(watch.state.session).toMatchObject({ status: "completed", error: null });
  await eventually(() => runsAs(porter, spare).length === 0);
  expect(api.requestsWith("ANY")[0]?.model).toContain("haiku");

  const taken = await spareOf(porter, 2);
  const easy = await agents.start.mutate({ prompt: "ANY" });
  using easyWatch = watchSession(porter.client, easy.id);
  await easyWatch.untilStatus("completed", "failed");
  await agents.send.mutate({ id: easy.id, content: "ANY more" });
  await easyWatch.until(({ messages }) => messages.filter((each) => textOf(each) === "Done.").length === 2);
  expect(runsAs(porter, taken)).toHaveLength(1);
  await porter.stop();
  expect(processesOf(porter.home)).toEqual([]);
});

/** A process that ends when it is told to, or by `die`. */
function fakeProcess(runId: string) {
  const { promise: exited, resolve: die } = Promise.withResolvers<void>();
  return { runId, exited, die, end: async () => die() };
}

function makeSpare({ isOn = true, hasRoom = (): boolean => true } = {}) {
  const made: ReturnType<typeof fakeProcess>[] = [];
  const waiting: (() => void)[] = [];
  const spare = createSpare({
    isOn,
    hasRoom: async () => hasRoom(),
    quietMs: 0,
    log: { debug: () => undefined, warn: () => undefined },
    park: async () => {
      const process = fakeProcess(String(made.length + 1));
      made.push(process);
      for (const wake of waiting.splice(0)) wake();
      return process;
    },
  });
  const untilMade = async (count: number) => {
    while (made.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    await Promise.resolve();
  };
  return { spare, made, untilMade };
}

test("one spare is made when nothing runs, and another one when it was taken or has died", async () => {
  const { spare, made, untilMade } = makeSpare();
  spare.expect();
  spare.expect();
  await untilMade(1);
  expect(spare.runId()).toBe("1");
  spare.whenIdle();
  expect(spare.take()?.runId).toBe("1");
  expect(spare.take()).toBeUndefined();
  spare.whenIdle();
  await untilMade(2);
  made[1]?.die();
  await made[1]?.exited;
  expect(spare.take()).toBeUndefined();
  spare.whenIdle();
  await untilMade(3);
  await spare.stop();
  await made[2]?.exited; // ended with it
  expect(spare.runId()).toBeUndefined();
  expect(made).toHaveLength(3);
});

test("no spare where the limits leave no room, and none when it is off", async () => {
  let room = false;
  const { spare, made, untilMade } = makeSpare({ hasRoom: () => room });
  spare.expect();
  await new Promise((resolve) => setTimeout(resolve)); // its own timer of 0 ms came first
  expect(made).toEqual([]);
  room = true;
  spare.whenIdle();
  await untilMade(1);
  room = false;
  spare.whenIdle();
  await made[0]?.exited;
  expect(spare.take()).toBeUndefined();
  await spare.stop();

  const off = makeSpare({ isOn: false });
  off.spare.expect();
  await new Promise((resolve) => setTimeout(resolve));
  expect(off.made).toEqual([]);
});

test("no spare where nothing has run and nobody looks, and none beside what runs", async () => {
  const { spare, made, untilMade } = makeSpare();
  spare.whenIdle(); // A server that has just started.
  await new Promise((resolve) => setTimeout(resolve));
  spare.whenBusy();
  spare.expect();
  await new Promise((resolve) => setTimeout(resolve));
  expect(made).toEqual([]);
  spare.whenIdle();
  await untilMade(1);
  await spare.stop();
});
