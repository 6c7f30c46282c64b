import type { Actor } from "../../shared/actor.ts";
import type { Remedy, RunAction } from "../../shared/integration.ts";
import type { OpenRun } from "../db/tables/integrations.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import { readParams, readResult, WrongResult } from "./actions.ts";
import type { Clock } from "./clock.ts";
import type { ActionDefinition, IntegrationDefinition } from "./contract.ts";
import { IntegrationError } from "./error.ts";
import { isRefusal } from "./failure.ts";
import type { Keeper } from "./keeper.ts";
import type { IntegrationStore } from "./store.ts";

/** In ms. */
const LIMIT = 60_000;

/**
 * Gives the action's result.
 * @throws PorterError: UNAVAILABLE with what would help, INTERNAL for a wrong result, or the integration's own
 */
export type Run = (actor: Actor) => Promise<unknown>;

type RunDeps = {
  events: Pick<EventLog, "write">;
  store: Pick<IntegrationStore, "saveRun" | "removeRun" | "listRuns">;
};

/**
 * Everything that can be said of a run before it is done.
 * @throws PorterError NOT_FOUND, INVALID, UNAVAILABLE
 */
export function prepareRun(
  keeper: Keeper,
  { action: name, params: given = {} }: RunAction,
  { events, store, clock }: RunDeps & { clock: Clock },
): Run {
  const { definition, counts } = keeper;
  const action = actionOf(definition, name);
  const params = readParams(name, action, given);
  const { worksSignedOut: evenSignedOut = false } = action;
  const life = keeper.requireUp({ evenSignedOut });

  return async (actor) => {
    const { effect } = action;
    const run = { integrationId: definition.id, action: name, effect, actor, startedAt: clock.now() };
    // Before its effect, so that a run that a crash cuts short is told of as well.
    const id = effect === "read" ? undefined : Bun.randomUUIDv7();
    if (id !== undefined) store.saveRun({ id, ...run });
    const tell = (error: string | null): void => {
      counts.actions[error === null ? "ok" : "failed"] += 1;
      const took = Math.max(0, clock.now().getTime() - run.startedAt.getTime());
      events.write((append) => {
        if (id !== undefined) store.removeRun(id);
        append(ranEvent(run, error, took));
      });
    };
    try {
      const result = await life.call({
        source: `action ${name}`,
        limit: LIMIT,
        isRefusal,
        evenSignedOut,
        call: async (live, signal, tasksFor) =>
          readResult(action, await live.handle[name]?.(params, { signal, actor, tasks: tasksFor(actor) })),
      });
      tell(null);
      return result;
    } catch (thrown) {
      const error = asPorterError(definition.name, thrown);
      tell(error.message);
      throw error;
    }
  };
}

/** Tells of the runs that the end of the last Porter cut short. */
export function tellCutShort({ events, store }: RunDeps): void {
  for (const run of store.listRuns())
    events.write((append) => {
      store.removeRun(run.id);
      append(ranEvent(run, "Porter ended while it ran: whether it was done is not known.", null));
    });
}

/** @param took in ms; null when that is not known */
function ranEvent(run: Omit<OpenRun, "id">, error: string | null, took: number | null) {
  const { integrationId, action, effect, actor } = run;
  return {
    kind: "integration.ran",
    subject: `integration:${integrationId}`,
    actor,
    after: { action, effect, ok: error === null, error, took },
  };
}

/** @throws PorterError NOT_FOUND */
function actionOf({ name: integration, actions }: IntegrationDefinition, name: string): ActionDefinition {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action) return action;
  const there = Object.keys(actions).join(", ") || "none";
  throw new PorterError("NOT_FOUND", `${integration} has no action "${name}". It has: ${there}.`);
}

function asPorterError(integration: string, cause: unknown): PorterError {
  if (cause instanceof PorterError) return cause;
  if (!(cause instanceof IntegrationError))
    return new PorterError("UNAVAILABLE", `${integration} could not do it.`, { cause });
  if (cause.cause instanceof WrongResult)
    return new PorterError("INTERNAL", `${integration} gave a result that breaks its own promise.`, {
      cause,
    });
  const { remedy, message } = cause;
  return new PorterError("UNAVAILABLE", `${integration} could not do it. ${HELP[remedy]} ${message}`, {
    cause,
  });
}

const HELP: Record<Remedy, string> = {
  retry: "Try again later.",
  auth: "Its owner has to sign in again.",
  config: "Its configuration has to be changed.",
  broken: "It is broken.",
};
