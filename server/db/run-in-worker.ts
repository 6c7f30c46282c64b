import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { PROJECT_ROOT } from "../env.ts";
import type { Answer, Job } from "./worker.ts";

/** Its source also beside the built server, which stands in the same checkout. */
const WORKER = join(PROJECT_ROOT, "server/db/worker.ts");

/** @throws Error when the job failed, with the code that SQLite or the system gave, or the worker did */
export async function runInWorker(job: Job): Promise<Exclude<Answer, { error: string }>> {
  const worker = new Worker(WORKER, { workerData: job });
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Error(`The worker ended with code ${code}.`)));
    });
    if ("error" in answer) throw Object.assign(new Error(answer.error), { code: answer.code });
    return answer;
  } finally {
    await worker.terminate();
  }
}
