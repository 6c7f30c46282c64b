import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

/** The server's own code, in a process of its own: it works on the data folder, whether or not Porter runs. */
const DATA = resolve(import.meta.dirname, "../../server/bootstrap/data.ts");

/** Has a job done on the data folder; it prints what it did. Resolves with its exit code. */
export async function runDataJob(job: Record<string, unknown>): Promise<number> {
  const child = spawn(process.execPath, [DATA, JSON.stringify(job)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code]: [number | null] = (await once(child, "exit")) as [number | null]; // null: ended by a signal
  return code ?? 1;
}
