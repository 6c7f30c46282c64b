import { expect, test } from "bun:test";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { startMessagesApi, text, toolUse, type MessagesApi } from "../../support/messages-api.ts";
import { agentPids, eventually, processesOf } from "../../support/processes.ts";
import { readEventStream } from "../../support/event-stream.ts";
import { scratchDir, startPorter, type Porter } from "../../support/server.ts";

/** Each is a real CLI with a command of its own: a CPU-second. */
const SESSIONS = runs(1, 10);
const STREAMS = 50;
/** What a service manager waits for at most, in ms. */
const STOP_LIMIT = 10_000;
/** It gets out of its process group, as a daemon does. */
const COMMAND = "setsid tail -f /dev/null & exec tail -f /dev/null";

/** A calendar's server that takes the request and never answers. */
function startSilentServer() {
  const asked = Promise.withResolvers<void>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: () => (asked.resolve(), new Promise<Response>(() => undefined)),
  });
  return { url: server.url.href, asked: asked.promise, [Symbol.asyncDispose]: () => server.stop(true) };
}

/** A server with all its hands full: agents in the middle of commands, open streams, a tick that hangs. */
async function startBusy(home: string, api: MessagesApi, calendarUrl: string) {
  const porter = await startPorter({
    api,
    home,
    config: `agents.permission_mode = "bypassPermissions"
agents.max_concurrent = ${SESSIONS}
integrations.enabled = ["calendar"]
integrations.calendar.ics = [{ name = "Silent", url = "${calendarUrl}", allow_private = true }]`,
  });
  for (let i = 1; i <= SESSIONS; i++) {
    const prompt = `NUMBER ${i}.`;
    api.when(prompt, [[toolUse("Bash", { command: COMMAND })], [text("Never.")]]);
    await porter.client.agents.start.mutate({ prompt });
    await eventually(() => tails(home) === 2 * i);
  }
  const abort = new AbortController();
  const streams = Array.from({ length: STREAMS }, () =>
    readEventStream(porter, "events.onEvent", { lastEventId: "0", signal: abort.signal }),
  );
  for (const stream of streams) expect((await stream.next()).done).toBe(false);
  return { porter, streams, abort };
}

const tails = (home: string): number =>
  processesOf(home).filter(({ command }) => command.startsWith("tail -f")).length;

/** Reads to its end what a stream still has. */
async function drain(stream: AsyncGenerator): Promise<void> {
  while (!(await stream.next()).done) continue;
}

const countInterrupted = async (porter: Porter): Promise<number> =>
  (await porter.client.agents.list.query({ status: "interrupted" })).items.length;

test(`SIGTERM with ${SESSIONS} agents, ${STREAMS} streams and a tick under way: 0 within 10 s, nothing left`, async () => {
  using home = scratchDir("busy");
  await using api = startMessagesApi();
  await using calendar = startSilentServer();
  const { porter, streams } = await startBusy(home.path, api, calendar.url);
  await calendar.asked;

  const began = performance.now();
  const code = porter.stop();
  await Promise.all(streams.map(drain));
  expect(await code).toBe(0);
  const took = performance.now() - began;
  expect(processesOf(home.path)).toEqual([]);
  expect(took).toBeLessThan(STOP_LIMIT);
  expect(porter.stderr()).toBe("");

  await using next = await startPorter({ api, home: home.path });
  expect(await countInterrupted(next)).toBe(SESSIONS);
  figure("processes", "agents at work when the server was stopped", SESSIONS);
  figure("processes", "an orderly stop with all hands full", took, "ms");
  figure("processes", "processes that outlived it", 0);
});

test(`kill -9 with ${SESSIONS} agents: what they leave running is gone once the next server is up`, async () => {
  using home = scratchDir("killed");
  await using api = startMessagesApi();
  await using calendar = startSilentServer();
  const { porter, abort } = await startBusy(home.path, api, calendar.url);
  await porter.kill();
  abort.abort();
  const left = processesOf(home.path).length;

  await using next = await startPorter({ api, home: home.path });
  await eventually(() => processesOf(home.path).length === 0);
  expect(await countInterrupted(next)).toBe(SESSIONS);
  expect(next.stderr()).toBe("");
  figure("processes", "processes left by kill -9", left);
  figure("processes", "of these after the next start", 0);
});

test("agents that SIGSTOP holds keep nobody waiting: one is interrupted, one is there at the stop", async () => {
  await using api = startMessagesApi();
  const gate = api.gate();
  api.when("HALF", [[text("This much was said", { chunk: 6, until: gate })]]);
  await using porter = await startPorter({ api });
  const { agents } = porter.client;
  await agents.start.mutate({ prompt: "Say OK" });
  const { id } = await agents.start.mutate({ prompt: "HALF" });
  await gate.reached;
  await eventually(() => agentPids(porter).length === 2);
  for (const pid of agentPids(porter)) process.kill(pid, "SIGSTOP");
  expect((await fetch(`${porter.url}/health`)).status).toBe(200);

  const asked = performance.now();
  expect((await agents.interrupt.mutate({ id })).status).toBe("interrupted");
  const took = performance.now() - asked;
  const began = performance.now();
  expect(await porter.stop()).toBe(0);
  const stopTook = performance.now() - began;
  expect(processesOf(porter.home)).toEqual([]);
  for (const ms of [took, stopTook]) expect(ms).toBeLessThan(STOP_LIMIT);
  figure("processes", "until an agent that SIGSTOP holds was interrupted", took, "ms");
  figure("processes", "an orderly stop with an agent that SIGSTOP holds", stopTook, "ms");
});
