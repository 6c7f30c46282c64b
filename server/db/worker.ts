import { Database } from "bun:sqlite";
import { join } from "node:path";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { makeBackup, type BackupOptions } from "./backup.ts";
import { findDamage } from "./condition.ts";
import { DATABASE_FILE } from "./data-files.ts";

/**
 * What takes seconds on a large database, in a thread of its own: a backup, or a reading of all its pages. With a
 * database of 400 MB the server's loop then waits no longer than it does anyway; in its own thread it would wait 3 s.
 */
export type Job = { do: "backup"; options: BackupOptions } | { do: "check"; dataDir: string };
/** `findings`: what is wrong with the pages. */
export type Answer = { path: string } | { findings: string[] } | { error: string; code: string | undefined };

// run-in-worker.ts gives the job.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
if (!isMainThread) parentPort?.postMessage(answer(workerData as Job));

function answer(job: Job): Answer {
  try {
    if (job.do === "backup") return { path: makeBackup(job.options).path };
    using sqlite = new Database(join(job.dataDir, DATABASE_FILE), { readonly: true });
    return { findings: findDamage(sqlite) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    return { error: error instanceof Error ? error.message : String(error), code };
  }
}
