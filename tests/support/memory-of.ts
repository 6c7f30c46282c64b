import { readdirSync, readFileSync } from "node:fs";

/** What a process holds in memory now, in MB. Linux. */
export function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kilobytes === undefined) throw new Error(`Process ${pid} tells no VmRSS.`);
  return Number(kilobytes) / 1024;
}

/** Its open files, sockets among them. Linux. */
export const handlesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;
