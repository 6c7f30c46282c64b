import type { Log } from "../log.ts";
import { createBucket } from "./bucket.ts";
import { traceOf } from "./failure.ts";

/** So many lines at once, then one in so many ms. */
const LINES_AT_ONCE = 10;
const LINE_EVERY = 60_000;

type Target = {
  on: (event: "uncaughtException" | "unhandledRejection", listener: (error: unknown) => void) => unknown;
};

/**
 * Integrations share the process: a timer that one leaves behind, or a promise that nobody waits for, would end all of
 * Porter when it throws. It is logged instead, and not without bound. What Porter itself does is whole without it:
 * every change of the database is a transaction.
 */
export function surviveStrays(target: Target, log: Pick<Log, "error">): void {
  const lines = createBucket({ capacity: LINES_AT_ONCE, refillMs: LINE_EVERY, now: () => new Date() });
  const survive = (error: unknown): void => {
    if (lines.take()) log.error({ trace: traceOf(error) }, "something failed that nobody waited for");
  };
  target.on("uncaughtException", survive);
  target.on("unhandledRejection", survive);
}
