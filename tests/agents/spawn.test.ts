import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import {
  killLeftover,
  measureMarked,
  spawnGroup,
  startTicksOf,
} from "../../server/agents/runner/process-group.ts";
import { HELLO, makeFakeClaude, runFake } from "../support/fake-claude.ts";
import { runs } from "../support/long.ts";
import { eventually } from "../support/processes.ts";
import { scratchDir } from "../support/server.ts";

/** Children of this process that have ended and were not waited for. */
const zombies = (): number =>
  readdirSync("/proc").filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return state === "Z" && parent === String(process.pid);
    } catch {
      return false; // It is gone.
    }
  }).length;

const ROUNDS = runs(30, 1_000);
/** What the first rounds leave behind for good: loaded modules, warm caches. */
const WARM_UP = 10;

test(
  "processes that come and go leave no file handle, no zombie and no memory behind",
  async () => {
    using folder = scratchDir("rounds");
    const command = makeFakeClaude(folder.path);
    const handles = () => readdirSync("/proc/self/fd").length;
    let before = { handles: 0, memory: 0 };
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      if (round === 0) {
        Bun.gc(true);
        before = { handles: handles(), memory: process.memoryUsage.rss() };
      }
      const agent = runFake({ command, cwd: folder.path });
      agent.send(HELLO);
      for await (const message of agent.messages) if (message.type === "result") break;
      await agent.end();
    }
    Bun.gc(true);
    expect(handles() - before.handles).toBeLessThanOrEqual(3);
    expect(zombies()).toBe(0);
    // A leak of one process's buffers in each round would be far more.
    expect(process.memoryUsage.rss() - before.memory).toBeLessThan(100_000_000);
  },
  15 * 60_000,
);

test("a pid that has another owner by now is left alone", async () => {
  const endOf = async (tell: (pid: number, startTicks: string) => void) => {
    const child = spawn("sleep", ["1008"], { detached: true, stdio: "ignore" });
    const pid = child.pid ?? 0;
    tell(pid, startTicksOf(pid));
    child.kill("SIGTERM"); // Signals come in order: whoever was killed before does not end by this one.
    await once(child, "exit");
    return child.signalCode;
  };
  const runId = "nobody's";
  const left = await endOf((pid, startTicks) => killLeftover({ pid, startTicks, runId }));
  expect(left).toBe("SIGKILL");
  const stranger = await endOf((pid, startTicks) =>
    killLeftover({ pid, startTicks: String(Number(startTicks) - 1), runId }),
  );
  expect(stranger).toBe("SIGTERM");
});

test("what a process leaves running goes with it, also in a group of its own", async () => {
  const runId = Bun.randomUUIDv7();
  const group = spawnGroup(
    {
      command: "sh",
      args: ["-c", "setsid sleep 1009 & sleep 1009 & echo '{}'; read line; exit 3"],
      cwd: "/",
      env: { PATH: process.env.PATH ?? "" },
      signal: new AbortController().signal,
    },
    runId,
  );
  await once(group.stdout, "data");
  expect((await measureMarked([runId, "another"]))?.get(runId)).toBeGreaterThan(0);
  expect((await measureMarked(["another"]))?.get("another")).toBe(0);
  const exited = new Promise<void>((resolve) => group.on("exit", () => resolve()));
  group.stdin.end("\n");
  await exited;
  expect(group.exit()).toMatchObject({ code: 3 });
  await eventually(async () => (await measureMarked([runId]))?.get(runId) === 0);
});
