import type { Actor } from "../../shared/actor.ts";
import type { Integration, RunAction } from "../../shared/integration.ts";
import { PorterError } from "../errors.ts";
import { readParams, readResult, WrongResult } from "./actions.ts";
import type { ActionDefinition, Effect, IntegrationDefinition, Incoming } from "./contract.ts";
import { BadDelivery, IntegrationError } from "./error.ts";
import { isRefusal, traceOf } from "./failure.ts";
import type { WebhookCheck } from "./host-port.ts";
import { createKeeper, type Keeper, type KeeperDeps } from "./keeper.ts";

/** In ms. */
const ACTION_LIMIT = 60_000;
const WEBHOOK_LIMIT = 30_000;
const CHECK_LIMIT = 30_000;

export type Host = ReturnType<typeof createHost>;

/** Runs the integrations, whichever there are. It owns their lives and their limits, and names none of them. */
export function createHost(deps: KeeperDeps & { definitions: readonly IntegrationDefinition[] }) {
  const { definitions, events, clock, log } = deps;
  const keepers = new Map(definitions.map((one) => [one.id, createKeeper(one, deps)]));

  /** @throws PorterError NOT_FOUND */
  function keeperOf(id: string): Keeper {
    const keeper = keepers.get(id);
    if (keeper) return keeper;
    const there = [...keepers.keys()].join(", ");
    throw new PorterError("NOT_FOUND", `There is no integration "${id}". There are: ${there || "none"}.`);
  }

  /** @throws PorterError NOT_FOUND */
  function actionOf({ definition }: Keeper, name: string): ActionDefinition {
    const action = Object.hasOwn(definition.actions, name) ? definition.actions[name] : undefined;
    if (action) return action;
    const there = Object.keys(definition.actions).join(", ");
    throw new PorterError(
      "NOT_FOUND",
      `${definition.name} has no action "${name}". It has: ${there || "none"}.`,
    );
  }

  /** @throws PorterError UNAVAILABLE, in words that say what to do */
  function requireUp({ definition, status, life }: Keeper): void {
    const { state, failure } = status();
    if (life()?.isUp()) return;
    if (state === "disabled") throw new PorterError("UNAVAILABLE", `${definition.name} is switched off.`);
    const why = failure?.message ?? "It is being set up; try again in a moment.";
    throw new PorterError("UNAVAILABLE", `${definition.name} ${NOT_UP[state] ?? "is not ready"}. ${why}`);
  }

  /**
   * Everything that can be said of a run before it is done.
   * @throws PorterError NOT_FOUND, INVALID, UNAVAILABLE
   */
  function prepare({ integrationId, action: name, params = {} }: RunAction) {
    const keeper = keeperOf(integrationId);
    const action = actionOf(keeper, name);
    const read = readParams(name, action, params);
    requireUp(keeper);

    /** @throws PorterError: UNAVAILABLE with what would help, INTERNAL for a wrong result, or the integration's own */
    return async (actor: Actor): Promise<unknown> => {
      const from = clock.now();
      const tell = (error: string | null): void => {
        keeper.counts.actions[error === null ? "ok" : "failed"] += 1;
        const took = Math.max(0, clock.now().getTime() - from.getTime());
        events.write((append) => {
          append({
            kind: "integration.ran",
            subject: `integration:${integrationId}`,
            actor,
            after: { action: name, effect: action.effect, ok: error === null, error, took },
          });
        });
      };
      try {
        const result = await callAction(keeper, { name, action, params: read, actor });
        tell(null);
        return result;
      } catch (thrown) {
        const error = asPorterError(keeper, thrown);
        tell(error.message);
        throw error;
      }
    };
  }

  function callAction(
    keeper: Keeper,
    given: { name: string; action: ActionDefinition; params: Record<string, unknown>; actor: Actor },
  ): Promise<unknown> {
    const { name, action, params, actor } = given;
    const life = keeper.life();
    if (!life) throw new IntegrationError("retry", "It was stopped.");
    return life.call({
      source: `action ${name}`,
      limit: ACTION_LIMIT,
      isRefusal,
      call: async (live, signal) => readResult(action, await live.handle[name]?.(params, { signal, actor })),
    });
  }

  function asPorterError({ definition }: Keeper, thrown: unknown): PorterError {
    if (thrown instanceof PorterError) return thrown;
    const isWrong = thrown instanceof IntegrationError && thrown.cause instanceof WrongResult;
    if (isWrong)
      return new PorterError("INTERNAL", `${definition.name} gave a result that breaks its own promise.`, {
        cause: thrown,
      });
    const why = thrown instanceof IntegrationError ? ` ${HELP[thrown.remedy]} ${thrown.message}` : "";
    return new PorterError("UNAVAILABLE", `${definition.name} could not do it.${why}`, { cause: thrown });
  }

  return {
    list: (): Integration[] => [...keepers.values()].map((keeper) => keeper.view()),

    find: (id: string): Integration | undefined => keepers.get(id)?.view(),

    keepers: (): Keeper[] => [...keepers.values()],

    keeperOf,
    prepare,

    run: async (input: RunAction, actor: Actor): Promise<unknown> => prepare(input)(actor),

    isFreeForAgents: (id: string, action: string): boolean =>
      keepers.get(id)?.isFreeForAgents(action) ?? false,

    /** @throws PorterError NOT_FOUND */
    async setEnabled(id: string, enabled: boolean, actor: Actor): Promise<Integration> {
      const keeper = keeperOf(id);
      await keeper.setEnabled(enabled, actor);
      return keeper.view();
    },

    /** @throws PorterError NOT_FOUND, UNAVAILABLE when it is switched off */
    async reload(id: string, actor: Actor): Promise<Integration> {
      const keeper = keeperOf(id);
      if (!keeper.isEnabled())
        throw new PorterError("UNAVAILABLE", `${keeper.definition.name} is switched off.`);
      await keeper.reload(actor);
      return keeper.view();
    },

    /**
     * Asks it whether it works; the answer is its state. One that has no way to tell is as it seems.
     * @throws PorterError NOT_FOUND
     */
    async check(id: string): Promise<Integration> {
      const keeper = keeperOf(id);
      requireUp(keeper);
      await keeper
        .life()
        ?.call({ source: "health", limit: CHECK_LIMIT, call: (live, signal) => live.health?.({ signal }) })
        .catch(() => undefined);
      return keeper.view();
    },

    /** undefined: unknown or disabled, or it takes none. */
    webhookOf(id: string): WebhookCheck | undefined {
      const keeper = keepers.get(id);
      const webhook = keeper?.definition.webhook;
      if (!keeper || !webhook || keeper.status().state === "disabled") return undefined;
      if (webhook.check === "standard") return { check: "standard" };
      const settings = keeper.settings();
      return {
        check: "own",
        hasSecret: keeper.view().webhook?.hasSecret ?? false,
        verify(given) {
          if (!settings) return undefined;
          try {
            return webhook.verify(given, settings.config);
          } catch (error) {
            log.warn({ integration: id, trace: traceOf(error) }, "a webhook could not be checked");
            return undefined;
          }
        },
      };
    },

    /** Rejects with an IntegrationError (`retry` while the integration is not up), or with a BadDelivery. */
    async handleWebhook(id: string, delivery: Incoming): Promise<Effect> {
      const keeper = keepers.get(id);
      const life = keeper?.life();
      if (!keeper || !life) throw new IntegrationError("retry", "It is not running.");
      try {
        const effect = await life.call({
          source: "webhook",
          limit: WEBHOOK_LIMIT,
          isRefusal: (thrown) => thrown instanceof BadDelivery || isRefusal(thrown),
          call: async (live, signal) => {
            const effect = await live.handleWebhook?.(delivery, { signal });
            if (typeof effect !== "function") throw new TypeError("handleWebhook gives a function.");
            return effect;
          },
        });
        keeper.counts.webhooks.ok += 1;
        return effect;
      } catch (thrown) {
        keeper.counts.webhooks.failed += 1;
        // A task that is not there, for instance: another try would not find it either.
        if (thrown instanceof PorterError) throw new BadDelivery(thrown.message, { cause: thrown });
        throw thrown;
      }
    },

    /** Called back when an integration came up again: what waits for it may be tried at once. */
    onUp(listener: (id: string) => void): void {
      for (const [id, keeper] of keepers) keeper.onUp(() => listener(id));
    },

    start(): void {
      for (const [id, keeper] of keepers)
        keeper
          .start()
          .catch((error: unknown) => log.error({ integration: id, err: error }, "it did not start"));
    },

    stop: async (): Promise<void> => void (await Promise.all([...keepers.values()].map((one) => one.stop()))),
  };
}

const NOT_UP: Partial<Record<Integration["state"], string>> = {
  starting: "is not ready yet",
  needs_auth: "needs its owner to sign in again",
  needs_config: "needs another configuration",
  failed: "is broken",
};

const HELP: Record<IntegrationError["remedy"], string> = {
  retry: "Try again later.",
  auth: "Its owner has to sign in again.",
  config: "Its configuration has to be changed.",
  broken: "It is broken.",
};
