import { z } from "zod";
import type { Actor } from "../../shared/actor.ts";
import { PorterError } from "../errors.ts";
import type { LogEvent } from "../events/log.ts";
import type { LiveIntegration } from "./contract.ts";
import type { Keeper } from "./keeper.ts";
import { asPorterError, prepareDeed, type RunDeps } from "./run.ts";
import type { IntegrationStore } from "./store.ts";

const Ran = z.object({ action: z.string() });

/** Takes back what actions did, as far as their integrations have kept how. */
export function createActionUndo(
  deps: Omit<RunDeps, "store"> & {
    store: RunDeps["store"] & Pick<IntegrationStore, "findUndo" | "forgetUndo">;
    keeperOf: (id: string) => Keeper;
  },
) {
  const { store, keeperOf } = deps;
  const underWay = new Set<number>();

  /** @throws PorterError INVALID, CONFLICT */
  function keptFor({ id }: LogEvent): unknown {
    const kept = store.findUndo(id);
    if (kept === undefined)
      throw new PorterError("INVALID", "This was done outside of Porter, so it cannot be taken back here.");
    if (kept === null) throw new PorterError("CONFLICT", "This was taken back already.");
    if (underWay.has(id)) throw new PorterError("CONFLICT", "This is being taken back right now.");
    return kept;
  }

  /** Whether nothing stands in the way, as far as that is known here. @throws PorterError that says what does */
  function check(event: LogEvent): void {
    const kept = keptFor(event);
    const keeper = keeperOf(idIn(event));
    try {
      keeper.requireUp().ask((live) => undoOf(live).check(kept));
    } catch (thrown) {
      throw asPorterError(keeper.definition.name, thrown);
    }
  }

  return {
    check,

    /** @throws PorterError NOT_FOUND, INVALID, CONFLICT when something newer stands on it, UNAVAILABLE */
    async run(event: LogEvent, actor: Actor): Promise<void> {
      check(event);
      const kept = keptFor(event);
      const { action } = Ran.parse(event.after);
      underWay.add(event.id);
      try {
        await prepareDeed(
          keeperOf(idIn(event)),
          {
            name: `undo ${action}`,
            effect: "change",
            evenSignedOut: false,
            perform: async (live, call) => undoOf(live).run(kept, call),
            onDone: () => store.forgetUndo(event.id),
          },
          deps,
        )(actor);
      } finally {
        underWay.delete(event.id);
      }
    },
  };
}

function undoOf({ undo }: LiveIntegration): NonNullable<LiveIntegration["undo"]> {
  if (undo) return undo;
  throw new PorterError("INVALID", "This integration can take nothing back.");
}

const idIn = ({ subject }: LogEvent): string => subject.slice("integration:".length);
