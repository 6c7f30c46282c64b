import type { Actor } from "../../shared/actor.ts";
import type { Remedy, RunAction } from "../../shared/integration.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import { readParams, readResult, WrongResult } from "./actions.ts";
import type { Clock } from "./clock.ts";
import type { ActionDefinition, IntegrationDefinition } from "./contract.ts";
import { IntegrationError } from "./error.ts";
import { isRefusal } from "./failure.ts";
import type { Keeper } from "./keeper.ts";

/** In ms. */
const LIMIT = 60_000;

/**
 * Gives the action's result.
 * @throws PorterError: UNAVAILABLE with what would help, INTERNAL for a wrong result, or the integration's own
 */
export type Run = (actor: Actor) => Promise<unknown>;

/**
 * Everything that can be said of a run before it is done.
 * @throws PorterError NOT_FOUND, INVALID, UNAVAILABLE
 */
export function prepareRun(
  keeper: Keeper,
  { action: name, params: given = {} }: RunAction,
  { events, clock }: { events: Pick<EventLog, "write">; clock: Clock },
): Run {
  const { definition, counts } = keeper;
  const action = actionOf(definition, name);
  const params = readParams(name, action, given);
  const { worksSignedOut: evenSignedOut = false } = action;
  const life = keeper.requireUp({ evenSignedOut });

  return async (actor) => {
    const from = clock.now();
    const tell = (error: string | null): void => {
      counts.actions[error === null ? "ok" : "failed"] += 1;
      const took = Math.max(0, clock.now().getTime() - from.getTime());
      events.write((append) => {
        append({
          kind: "integration.ran",
          subject: `integration:${definition.id}`,
          actor,
          after: { action: name, effect: action.effect, ok: error === null, error, took },
        });
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
