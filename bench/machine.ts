import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

/** As it stands above figures. */
export const describeMachine = (): string =>
  `${process.platform} ${process.arch}, ${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB, Bun ${Bun.version}`;

/** With a `+` when the tree holds changes. */
export function describeCommit(root: string): string {
  const git = (...args: string[]) =>
    Bun.spawnSync(["git", ...args], { cwd: root })
      .stdout.toString()
      .trim();
  const commit = git("rev-parse", "--short", "HEAD");
  return commit === "" ? "no commit" : commit + (git("status", "--porcelain") === "" ? "" : "+");
}

/** What a process has used of a processor so far, in ms, in steps of 10. Linux. */
export function cpuOf(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** From the third field on (proc_pid_stat(5)): the second, the program's name, may hold anything. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** What a process holds in MB, its share of what it holds with others (proc_pid_smaps(5): Pss). Linux. */
export function shareOf(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
  if (kilobytes === undefined) throw new Error(`Process ${pid} tells no Pss.`);
  return Number(kilobytes) / 1024;
}

/** How often each of its threads has gone to sleep so far: each time something had woken it. Linux. */
export const sleepsOf = (pid: number): Map<string, number> =>
  new Map(
    readdirSync(`/proc/${pid}/task`).map((thread) => {
      const status = readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8");
      return [thread, Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status)?.[1] ?? 0)];
    }),
  );

/** All processes that a process has started, and those that they have. Linux. */
export function descendantsOf(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        return [{ pid: Number(entry), parent: Number(statOf(Number(entry))[1]) }];
      } catch {
        return []; // It ended while we looked.
      }
    });
  const below = (of: number): number[] =>
    parents.filter(({ parent }) => parent === of).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(pid);
}
