import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { CliError } from "./failure.ts";

/** The server's own code, in a process of its own: it works on the data folder, whether or not Porter runs. */
const DATA = resolve(import.meta.dirname, "../../server/bootstrap/data.ts");

/**
 * Has a job done on the data folder; it prints what it did.
 * @throws CliError FAILED, in the job's own words
 */
export async function runDataJob({ json = false, ...job }: Record<string, unknown>): Promise<void> {
  const child = spawn(process.execPath, [DATA, JSON.stringify({ ...job, json })], {
    stdio: ["ignore", "inherit", "pipe"],
  });
  const [words, [code]] = await Promise.all([
    text(child.stderr),
    once(child, "exit") as Promise<[number | null]>, // null: ended by a signal
  ]);
  if (code !== 0) throw new CliError("FAILED", words.trim().replace(/^porter: /, ""));
  process.stderr.write(words);
}
