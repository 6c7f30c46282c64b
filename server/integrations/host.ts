import type { Actor } from "../../shared/actor.ts";
import type { Integration, RunAction } from "../../shared/integration.ts";
import { PorterError, StartError } from "../errors.ts";
import type { Effect, IntegrationDefinition, Incoming } from "./contract.ts";
import { BadDelivery, IntegrationError } from "./error.ts";
import { isRefusal, traceOf } from "./failure.ts";
import type { WebhookCheck } from "./host-port.ts";
import { createKeeper, type Keeper, type KeeperDeps } from "./keeper.ts";
import { prepareRun, tellCutShort, type Run } from "./run.ts";
import { createActionUndo } from "./undo.ts";
import type { Given } from "./settings.ts";

/** In ms. */
const WEBHOOK_LIMIT = 30_000;
const CHECK_LIMIT = 30_000;

export type Host = ReturnType<typeof createHost>;

/** Runs the integrations, whichever there are. It owns their lives and their limits, and names none of them. */
export function createHost(
  deps: KeeperDeps & {
    definitions: readonly IntegrationDefinition[];
    /** What the configuration says by now. @throws StartError when it could not be started with */
    reread: () => Given;
  },
) {
  const { definitions, log } = deps;
  const keepers = new Map(definitions.map((one) => [one.id, createKeeper(one, deps)]));

  /** @throws PorterError NOT_FOUND */
  function keeperOf(id: string): Keeper {
    const keeper = keepers.get(id);
    if (keeper) return keeper;
    const there = [...keepers.keys()].join(", ");
    throw new PorterError("NOT_FOUND", `There is no integration "${id}". There are: ${there || "none"}.`);
  }

  function rereadFor(name: string): Given {
    try {
      return deps.reread();
    } catch (cause) {
      if (!(cause instanceof StartError)) throw cause;
      throw new PorterError("INVALID", `${name} goes on as it was. ${cause.message}`, { cause });
    }
  }

  return {
    list: (): Integration[] => [...keepers.values()].map((keeper) => keeper.view()),

    find: (id: string): Integration | undefined => keepers.get(id)?.view(),

    keepers: (): Keeper[] => [...keepers.values()],

    keeperOf,

    /** @throws PorterError NOT_FOUND, INVALID, UNAVAILABLE */
    prepare: (input: RunAction): Run => prepareRun(keeperOf(input.integrationId), input, deps),

    undo: createActionUndo({ ...deps, keeperOf }),

    isFreeForAgents: (id: string, action: string): boolean =>
      keepers.get(id)?.isFreeForAgents(action) ?? false,

    /** @throws PorterError NOT_FOUND */
    async setEnabled(id: string, enabled: boolean, actor: Actor): Promise<Integration> {
      const keeper = keeperOf(id);
      await keeper.setEnabled(enabled, actor);
      return keeper.view();
    },

    /**
     * Reads its section of the configuration again and sets it up afresh. What else stands in the file waits for a
     * start of Porter.
     * @throws PorterError NOT_FOUND, UNAVAILABLE when it is switched off, INVALID when the file cannot be used
     */
    async reload(id: string, actor: Actor): Promise<Integration> {
      const keeper = keeperOf(id);
      const { name } = keeper.definition;
      if (!keeper.isEnabled()) throw new PorterError("UNAVAILABLE", `${name} is switched off.`);
      await keeper.restart(actor, rereadFor(name));
      return keeper.view();
    },

    /**
     * Asks it whether it works; the answer is its state. One that has no way to tell is as it seems.
     * @throws PorterError NOT_FOUND, UNAVAILABLE when it is not up
     */
    async check(id: string): Promise<Integration> {
      const keeper = keeperOf(id);
      await keeper
        .requireUp()
        .call({ source: "health", limit: CHECK_LIMIT, call: (live, signal) => live.health?.({ signal }) })
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
        takesEmptyBody: webhook.takesEmptyBody ?? false,
        hasSecret: keeper.hasWebhookSecret(),
        verify(given) {
          if (!settings) return undefined;
          try {
            return webhook.verify(given, settings.config, keeper.stored);
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
      tellCutShort(deps);
      for (const [id, keeper] of keepers)
        keeper
          .start()
          .catch((error: unknown) => log.error({ integration: id, err: error }, "it did not start"));
    },

    stop: async (): Promise<void> => void (await Promise.all([...keepers.values()].map((one) => one.stop()))),
  };
}
