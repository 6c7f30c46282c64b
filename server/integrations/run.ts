import { z } from "zod";
import type { Actor } from "../../shared/actor.ts";
import type { ActionEffect, Remedy, RunAction } from "../../shared/integration.ts";
import type { OpenRun } from "../db/tables/integrations.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import { readParams, readResult, WrongResult } from "./actions.ts";
import type { Clock } from "./clock.ts";
import type { ActionCall, ActionDefinition, IntegrationDefinition, LiveIntegration } from "./contract.ts";
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

export type RunDeps = {
  events: Pick<EventLog, "write">;
  store: Pick<IntegrationStore, "saveRun" | "removeRun" | "listRuns" | "saveUndo">;
  clock: Clock;
};

/**
 * Everything that can be said of a run before it is done.
 * @throws PorterError NOT_FOUND, INVALID, UNAVAILABLE
 */
export function prepareRun(
  keeper: Keeper,
  { action: name, params: given = {} }: RunAction,
  deps: RunDeps,
): Run {
  const action = actionOf(keeper.definition, name);
  const { effect, worksSignedOut: evenSignedOut = false } = action;
  const params = readParams(name, action, given);
  return prepareDeed(
    keeper,
    {
      name,
      effect,
      evenSignedOut,
      perform: async (live, call) => readResult(action, await live.handle[name]?.(params, call)),
    },
    deps,
  );
}

/** What an integration is asked to do in somebody's name, and the log tells of. */
type Deed = {
  name: string;
  effect: ActionEffect;
  evenSignedOut: boolean;
  perform: (live: LiveIntegration, call: ActionCall) => Promise<unknown>;
  /** In the transaction that tells that it is done. */
  onDone?: () => void;
};

/** @throws PorterError UNAVAILABLE */
export function prepareDeed(keeper: Keeper, deed: Deed, { events, store, clock }: RunDeps): Run {
  const { definition, counts } = keeper;
  const { name, effect, evenSignedOut } = deed;
  const life = keeper.requireUp({ evenSignedOut });

  return async (actor) => {
    const run = { integrationId: definition.id, action: name, effect, actor, startedAt: clock.now() };
    // Before its effect, so that a run that a crash cuts short is told of as well.
    const id = effect === "read" ? undefined : Bun.randomUUIDv7();
    if (id !== undefined) store.saveRun({ id, ...run });
    let kept: unknown;
    const keepForUndo = (given: unknown): void => void (kept = z.json().optional().parse(given));
    const tell = (error: string | null): void => {
      counts.actions[error === null ? "ok" : "failed"] += 1;
      const took = Math.max(0, clock.now().getTime() - run.startedAt.getTime());
      events.write((append) => {
        if (id !== undefined) store.removeRun(id);
        const event = append(ranEvent(run, error, took));
        if (error !== null) return;
        if (kept !== undefined) store.saveUndo(event.id, kept);
        deed.onDone?.();
      });
    };
    try {
      const result = await life.call({
        source: `action ${name}`,
        limit: LIMIT,
        isRefusal,
        evenSignedOut,
        call: (live, signal, tasksFor) =>
          deed.perform(live, { signal, actor, tasks: tasksFor(actor), keepForUndo }),
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
export function tellCutShort({ events, store }: Pick<RunDeps, "events" | "store">): void {
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

export function asPorterError(integration: string, cause: unknown): PorterError {
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
