import { startMessagesApi, text } from "../tests/support/messages-api.ts";
import { memoryOf } from "../tests/support/memory-of.ts";
import { scratchDir, startPorter } from "../tests/support/server.ts";
import { watchSession } from "../tests/support/watch.ts";
import { startChild } from "./child.ts";
import type { FanOutFloor } from "./children/fan-out-floor.ts";
import type { SdkJob } from "./children/sdk-sessions.ts";
import { toRow, type Bench, type Row } from "./frame.ts";
import { cpuOf, descendantsOf, shareOf, sleepsOf } from "./machine.ts";
import { timeStart } from "./start-up.ts";

const AGENTS = 4;

/** Processes over a time in which nobody asked anything of them. */
type Rest = { memory: number; share: number; cpu: number; wakes: number };

export const rest: Bench = {
  name: "rest",
  says: `A start with everything built, until the server says that it is well, and what Porter takes while nobody asks anything of it: alone, and with ${AGENTS} warm agents. Floors: Elysia alone in Bun, and the CLI processes of the Agent SDK alone. The share (PSS) counts what processes have in common once.`,

  run: async ({ isQuick }) => [
    ...(await measureStarts(isQuick ? 3 : 20)),
    ...(await measureRest(isQuick ? { settle: 2_000, span: 3_000 } : { settle: 30_000, span: 60_000 })),
  ],
};

async function measureStarts(rounds: number): Promise<Row[]> {
  using home = scratchDir("bench-start");
  const samples: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const time = await timeStart(home.path);
    const least = await timeBareStart();
    if (round === 0) continue; // The first one makes the database.
    samples.push(time);
    floor.push(least);
  }
  const aims = [{ of: "porter" as const, most: 200 }];
  return [toRow({ what: "start until healthy", unit: "ms", samples, floor, aims })];
}

async function timeBareStart(): Promise<number> {
  const began = performance.now();
  await using server = startChild("fan-out-floor");
  const { url } = await server.hear<FanOutFloor>();
  await fetch(`${url}/health`);
  return performance.now() - began;
}

/** @param times in ms: until they are at rest, and how long they are watched then */
async function measureRest(times: { settle: number; span: number }): Promise<Row[]> {
  await using api = startMessagesApi();
  api.when("WARM", () => text("Here."));
  using home = scratchDir("bench-rest");
  await using alone = await startPorter();
  await using busy = await startPorter({ api });
  await using bare = startChild("fan-out-floor");
  await using sdk = startChild("sdk-sessions", api.env(home.path));
  for (let agent = 0; agent < AGENTS; agent++) {
    const { id } = await busy.client.agents.start.mutate({ prompt: "WARM" });
    using watch = watchSession(busy.client, id);
    await watch.untilStatus("completed");
  }
  sdk.send({ prompts: Array.from({ length: AGENTS }, () => "WARM") } satisfies SdkJob);
  await sdk.hear();

  await Bun.sleep(times.settle);
  const [server, floor, agents, cli] = await watchRest(
    [[alone.pid], [bare.pid], descendantsOf(busy.pid), descendantsOf(sdk.pid)],
    times.span,
  );
  if (!server || !floor || !agents || !cli) throw new Error("There is a rest for each.");
  const row = (what: string, unit: string, own: number, least: number, aims: Row["aims"] = []) =>
    toRow({ what, unit, samples: [own], floor: [least], aims });
  return [
    row("memory (RSS)", "MB", server.memory, floor.memory, [{ of: "porter", most: 90 }]),
    row("memory (PSS)", "MB", server.share, floor.share),
    row("processor", "% of a core", server.cpu, floor.cpu),
    row("wake-ups of its threads", "a second", server.wakes, floor.wakes),
    row("a warm agent: memory (PSS)", "MB", agents.share / AGENTS, cli.share / AGENTS),
    row("a warm agent: processor", "% of a core", agents.cpu / AGENTS, cli.cpu / AGENTS),
  ];
}

/** @param span in ms */
async function watchRest(groups: readonly number[][], span: number): Promise<Rest[]> {
  const total = (pids: readonly number[], read: (pid: number) => number) =>
    pids.reduce((sum, pid) => sum + read(pid), 0);
  const used = () =>
    groups.map((pids) => ({
      cpu: total(pids, cpuOf),
      sleeps: new Map(pids.flatMap((pid) => [...sleepsOf(pid)])),
    }));
  const before = used();
  await Bun.sleep(span);
  return used().map(({ cpu, sleeps }, index) => {
    // A thread that has ended took its count with it.
    const woken = [...sleeps].map(([thread, count]) => count - (before[index]?.sleeps.get(thread) ?? 0));
    const pids = groups[index] ?? [];
    return {
      memory: total(pids, memoryOf),
      share: total(pids, shareOf),
      cpu: ((cpu - (before[index]?.cpu ?? 0)) / span) * 100,
      wakes: (woken.reduce((sum, count) => sum + count, 0) / span) * 1_000,
    };
  });
}
