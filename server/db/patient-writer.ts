import type { Log } from "../log.ts";
import { isPassingTrouble, PAUSE } from "./trouble.ts";

/**
 * Writes down what has happened already, in its order: at once, or as soon as the database can be written again.
 * Nobody waits for it. `work` must bear to be begun again; what fails for another reason is thrown at once, or logged
 * when it had to wait.
 */
export function createPatientWriter(log: Pick<Log, "warn" | "error">): (work: () => void) => void {
  const waiting: (() => void)[] = [];
  let timer: Timer | undefined;

  function writeAll(): void {
    for (let next = waiting[0]; next; next = waiting[0]) {
      try {
        next();
      } catch (error) {
        if (isPassingTrouble(error)) return wait(error);
        waiting.shift();
        throw error;
      }
      waiting.shift();
    }
    timer = undefined;
  }

  function wait(error: unknown): void {
    if (timer === undefined) log.warn({ err: error }, "what has happened waits to be written down");
    timer = setTimeout(goOn, PAUSE);
  }

  function goOn(): void {
    try {
      writeAll();
    } catch (error) {
      log.error({ err: error }, "what has happened could not be written down");
      if (waiting.length > 0) timer = setTimeout(goOn, PAUSE);
      else timer = undefined;
    }
  }

  return (work) => {
    waiting.push(work);
    if (timer === undefined) writeAll();
  };
}
