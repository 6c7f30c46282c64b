import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import type { SpawnedProcess, SpawnOptions } from "@anthropic-ai/claude-agent-sdk";
import { onlyMessageLines } from "./message-lines.ts";

/** How long a process may take to end after SIGTERM, in ms. */
const TERM_PATIENCE = 3_000;
const STDERR_KEPT = 4_000;
/** In bytes. A message holds a tool's whole result, so this is generous. */
const LONGEST_LINE = 128 * 1024 * 1024;
/** Processes that are measured at once: each takes the kernel a millisecond or two, on a thread of its own. */
const MEASURED_AT_ONCE = 4;

/**
 * Marks a CLI process and everything below it. The CLI gives each shell command a process group of its own, so a
 * signal to the group misses them; the environment is inherited all the way down.
 */
const RUN_MARKER = "AGENT_RUN_ID";

export type ProcessGroup = SpawnedProcess & {
  pid: number;
  stderrTail: () => string;
  /** How it ended; undefined while it runs. */
  exit: () => { code: number | null; signal: string | null } | undefined;
  end: () => Promise<void>;
};

/**
 * Starts a command as the leader of its own process group.
 * @throws the system's error (ENOENT …) when it cannot be started
 */
export function spawnGroup(options: SpawnOptions, runId: string): ProcessGroup {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...options.env, [RUN_MARKER]: runId },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  child.on("error", () => undefined); // Where spawn does not throw, the missing pid says the same.
  if (child.pid === undefined)
    throw Object.assign(new Error(`${options.command} could not be started`), { code: "ENOENT" });
  const { pid } = child;
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-STDERR_KEPT);
  });
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => {
      // At once: while anything of the group is left its number is not given away, and a moment ago the leader was.
      killGroup(pid);
      killMarked(runId);
      resolve();
    });
  });

  const stdout = onlyMessageLines(LONGEST_LINE, () => {
    stderr = `Porter ended it: a line of its output was longer than ${LONGEST_LINE / 1024 / 1024} MB.`;
    child.kill("SIGTERM");
  });
  child.stdout.pipe(stdout);

  return Object.assign(child, {
    pid,
    stdout,
    stderrTail: () => stderr,
    exit: () =>
      child.exitCode === null && child.signalCode === null
        ? undefined
        : { code: child.exitCode, signal: child.signalCode },
    /** Asks the process to end, then makes everything that carries its marker end. */
    async end(): Promise<void> {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        const timer = setTimeout(() => killGroup(pid), TERM_PATIENCE);
        await exited;
        clearTimeout(timer);
      }
      killMarked(runId); // What was just being started when the others were ended.
    },
  });
}

function killGroup(pid: number): void {
  kill(-pid);
}

/** Ends every process whose environment carries the marker. Linux only: elsewhere /proc is not there to ask. */
function killMarked(runId: string): void {
  if (!existsSync("/proc/self/environ")) return;
  const wanted = `${RUN_MARKER}=${runId}`;
  for (const entry of readdirSync("/proc")) {
    if (/^\d+$/.test(entry) && readEnvironment(entry).includes(wanted)) kill(Number(entry));
  }
}

/**
 * What all processes with each marker hold together, in bytes: shared pages count in parts (PSS, proc(5) on
 * smaps_rollup). Undefined where there is no /proc.
 */
export async function measureMarked(runIds: readonly string[]): Promise<Map<string, number> | undefined> {
  if (!existsSync("/proc/self/smaps_rollup")) return undefined;
  const held = new Map(runIds.map((runId) => [runId, 0]));
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry)).values();
  async function measure(): Promise<void> {
    for (const pid of pids) {
      const environment = (await readOfProcess(pid, "environ")).split("\0");
      const marker = environment.find((line) => line.startsWith(`${RUN_MARKER}=`));
      const runId = marker?.slice(RUN_MARKER.length + 1) ?? "";
      if (!held.has(runId)) continue;
      const rollup = await readOfProcess(pid, "smaps_rollup");
      const bytes = Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
      held.set(runId, (held.get(runId) ?? 0) + bytes);
    }
  }
  await Promise.all(Array.from({ length: MEASURED_AT_ONCE }, measure));
  return held;
}

async function readOfProcess(pid: string, name: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return ""; // It has ended, or is another user's.
  }
}

/** Ends what an earlier run of the server left behind, unless the pid has another owner by now. */
export function killLeftover(left: { pid: number; startTicks: string; runId: string }): void {
  if (startTicksOf(left.pid) === left.startTicks) killGroup(left.pid);
  killMarked(left.runId);
}

/**
 * When the process was started, in the kernel's clock ticks (proc(5), field 22 of stat): with the pid it names one
 * process for as long as the machine is up. Empty where there is no /proc, or no such process.
 */
export function startTicksOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name, in parentheses, may hold spaces and parentheses of its own.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function readEnvironment(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return []; // It has ended, or is another user's.
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && error.code === "ESRCH";
    if (!isGone) throw error;
  }
}
