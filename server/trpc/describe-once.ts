import type { LogEvent } from "../events/log.ts";

/**
 * What an event means, read once for all who hear of it, and frozen, by which it is also written once (`serialize.ts`):
 * of what a thousand subscribers took, a tenth. For events that carry a snapshot; one that refers to what may change
 * meanwhile is read anew for each.
 */
export function describeOnce<Change extends object>(
  describe: (event: LogEvent) => Change | undefined,
): (event: LogEvent) => Readonly<Change> | undefined {
  const known = new WeakMap<LogEvent, Readonly<Change> | undefined>();
  return (event) => {
    if (!known.has(event)) known.set(event, Object.freeze(describe(event)));
    return known.get(event);
  };
}
