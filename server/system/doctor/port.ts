import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Check } from "../../../shared/check.ts";

/** Whether a server could listen there, and who keeps it from that. */
export function checkPort({ host, port }: { host: string; port: number }): Check {
  const check = (finding: string, todo: string | null): Check => ({
    id: "port",
    title: "Port",
    finding,
    todo,
  });
  try {
    Bun.listen({ hostname: host, port, socket: { data: () => undefined } }).stop(true);
    return check(`${port} on ${host} is free.`, null);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const holder = holderOf(port);
    if (holder === undefined)
      return check(
        `${port} on ${host} cannot be used: ${words}`,
        "Set another with [server] host and port, or PORTER_HOST and PORTER_PORT.",
      );
    return check(
      `${port} is taken by process ${holder.pid} (${holder.name}).`,
      "End that process, or set another port with [server] port or PORTER_PORT.",
    );
  }
}

/** Linux only, and of other users' processes only for root: who listens on a TCP port (proc(5), net/tcp). */
function holderOf(port: number): { pid: string; name: string } | undefined {
  const LISTENS = "0A";
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const sockets = ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap((path) => read(path).split("\n"))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${wanted}`) && state === LISTENS)
    .map((fields) => `socket:[${fields[9]}]`);
  if (sockets.length === 0) return undefined;
  for (const pid of list("/proc").filter((name) => /^\d+$/.test(name))) {
    const isHolder = list(`/proc/${pid}/fd`).some((fd) =>
      sockets.includes(readLink(`/proc/${pid}/fd/${fd}`)),
    );
    if (isHolder) return { pid, name: read(`/proc/${pid}/comm`).trim() };
  }
  return undefined;
}

// What cannot be read has ended, is another user's, or is not there on this system: it tells nothing.
const orElse = <T>(look: () => T, otherwise: T): T => {
  try {
    return look();
  } catch {
    return otherwise;
  }
};
const read = (path: string): string => orElse(() => readFileSync(path, "utf8"), "");
const list = (path: string): string[] => orElse(() => readdirSync(path), []);
const readLink = (path: string): string => orElse(() => readlinkSync(path), "");
