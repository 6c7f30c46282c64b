import { Database } from "bun:sqlite";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Porter } from "./server.ts";

type Process = { pid: number; environment: string[]; command: string };

/** The CLI processes that the server knows of. */
export function agentPids(porter: Pick<Porter, "dataDir">): number[] {
  using database = new Database(join(porter.dataDir, "porter.db"), { readonly: true });
  return database
    .query<{ pid: number }, []>("SELECT pid FROM processes")
    .all()
    .map(({ pid }) => pid);
}

/** Every process of this machine that runs below an agent of this home: the CLI, its MCP servers, its commands. */
export function processesOf(home: string): Process[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const environment = readFileSync(`/proc/${entry}/environ`, "utf8").split("\0");
        const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ");
        const isAgent =
          environment.includes(`HOME=${home}`) &&
          environment.some((line) => line.startsWith("AGENT_RUN_ID="));
        return isAgent ? [{ pid: Number(entry), environment, command }] : [];
      } catch {
        return []; // It ended while we looked.
      }
    });
}

/**
 * Looks again until the condition holds, for what announces itself by no event: the end of a stranger's process. Its
 * limit only comes before the test's own, to say where it hangs.
 */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 45_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("This did not come true in time.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
