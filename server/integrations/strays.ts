import type { Log } from "../log.ts";
import { traceOf } from "./failure.ts";
import { createTokenBuckets } from "./webhooks/token-buckets.ts";

/** Lines for each of the two events: so many at once, and then in every second. */
const LINES = { capacity: 5, perSecond: 1 / 120 };

type Target = {
  on: (event: "uncaughtException" | "unhandledRejection", listener: (error: unknown) => void) => unknown;
};

/**
 * Integrations share the process: a timer that one leaves behind, or a promise that nobody waits for, would end all of
 * Porter when it throws. It is logged instead, and not without bound. What Porter itself does is whole without it:
 * every change of the database is a transaction.
 */
export function surviveStrays(target: Target, log: Pick<Log, "error">): void {
  const lines = createTokenBuckets(LINES);
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    target.on(event, (error) => {
      if (lines.take(event).isAllowed)
        log.error({ trace: traceOf(error) }, "something failed that nobody waited for");
    });
}
