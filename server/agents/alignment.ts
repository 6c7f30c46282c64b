import type { AgentProcess, Steering } from "./runner/runner.ts";
import { differenceOf, steeringOf } from "./steering.ts";
import type { Stores } from "./stores.ts";

/** Tells a live process what its owner has changed of the session: model, effort, permissions. */
export function createAlignment({
  sessionId,
  process,
  stores,
  steering,
}: {
  sessionId: string;
  process: Pick<AgentProcess, "steer">;
  stores: Pick<Stores, "sessions">;
  /** What the process was opened with. */
  steering: Steering;
}) {
  /** What the process was told last; the session says what it should be. */
  let told = steering;

  return {
    /** Rejects when the CLI refuses it or has ended. */
    async follow(what: "all" | "mode"): Promise<void> {
      const session = stores.sessions.find(sessionId);
      if (!session) return;
      const wanted = steeringOf(session);
      const { permissionMode } = wanted;
      const change = differenceOf(told, what === "all" ? wanted : { ...told, permissionMode });
      if (Object.keys(change).length === 0) return;
      await process.steer(change);
      told = { ...told, ...change };
    },

    /** What the owner has chosen since the process was told; null: the CLI's own choice. Undefined: nothing new. */
    chosenModel(): string | null | undefined {
      const chosen = stores.sessions.find(sessionId)?.model ?? null;
      return chosen === (told.model ?? null) ? undefined : chosen;
    },

    /** The CLI gives the model its full name; the session has that now. */
    noteModel(model: string): void {
      told = { ...told, model };
    },
  };
}
