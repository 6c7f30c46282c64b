import type { Actor } from "../../shared/actor.ts";
import type { Integration } from "../../shared/integration.ts";
import { describeIntegration } from "../../shared/integration-line.ts";
import type { Calendars } from "../calendar/service.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Tasks } from "../tasks/service.ts";
import { describeActions } from "./actions.ts";
import type { Clock } from "./clock.ts";
import { openContext, requireKey } from "./context.ts";
import type { IntegrationDefinition, Stored } from "./contract.ts";
import { startLife, type Life } from "./life.ts";
import { createNotices, IN_FLOOD } from "./notices.ts";
import { agentActionsOf, isFailure, readSettings, type Given, type Settings } from "./settings.ts";
import { createStatus } from "./status.ts";
import type { IntegrationStore } from "./store.ts";
import { noTicks, type EndedTick } from "./ticks.ts";
import type { Vault } from "./vault.ts";

export type KeeperDeps = Given & {
  store: IntegrationStore;
  vault: Vault;
  tasks: Tasks;
  calendars: Pick<Calendars, "toolsFor">;
  notifications: Notifications;
  /** The address outside, if there is one. */
  publicUrl?: string | undefined;
  events: Pick<EventLog, "write">;
  clock: Clock;
  timeZone: string;
  log: Log;
  hasWebhookSecret: (integrationId: string) => boolean;
  /** Hears of every tick that has ended. */
  onTick?: ((integrationId: string, tick: EndedTick) => void) | undefined;
};

/** What the calls from outside came to, since the server started. */
type CallCounts = { ok: number; failed: number };

export type Keeper = ReturnType<typeof createKeeper>;

/** Keeps one integration as its owner wants it: on or off, one life at a time. */
export function createKeeper(definition: IntegrationDefinition, deps: KeeperDeps) {
  const { id, name, description, canConnect = false, setup = [], webhook } = definition;
  const { store, clock, log } = deps;
  const listeners: (() => void)[] = [];
  const status = createStatus({ ...deps, id, name, onUp: () => listeners.forEach((tell) => tell()) });
  const ticks = noTicks();
  const counts = { starts: 0, actions: noCalls(), webhooks: noCalls() };
  const notices = createNotices({
    clock,
    onFlood: (failure) => life?.fail(IN_FLOOD, failure),
    onQuiet: () => life?.recover(IN_FLOOD),
  });
  const stored: Stored = {
    secret(key) {
      requireKey(key);
      return deps.vault.get(id, key);
    },
  };
  let given: Given = deps;
  let settings: Settings | undefined;
  let life: Life | undefined;
  let leftBehind = 0;
  let isStopping = false;
  let inTurn: Promise<unknown> = Promise.resolve();
  let told: ReturnType<typeof describeActions> | undefined;

  /** Starting and stopping exclude each other. */
  function takeTurn(work: () => Promise<void>): Promise<void> {
    const turn = inTurn.then(work);
    inTurn = turn.catch(() => undefined);
    return turn;
  }

  function begin(actor: Actor): void {
    if (isStopping) return;
    const read = readSettings(definition, given);
    if (isFailure(read)) {
      settings = undefined;
      return status.set(read.remedy === "config" ? "needs_config" : "failed", { failure: read, actor });
    }
    settings = read;
    counts.starts += 1;
    status.set("starting", { actor });
    life = startLife({
      definition,
      interval: read.interval,
      open: (signal) => openContext({ ...deps, id, config: read.config, mayNotify: notices.may, signal }),
      clock,
      status,
      counts: ticks,
      onTick: (tick) => deps.onTick?.(id, tick),
    });
  }

  async function end(): Promise<void> {
    const last = life;
    await last?.end();
    leftBehind += last?.leftBehind() ?? 0;
    life = undefined;
  }

  function hasWebhookSecret(): boolean {
    if (webhook?.check !== "own") return deps.hasWebhookSecret(id);
    try {
      return settings !== undefined && webhook.hasSecret(settings.config, stored);
    } catch (error) {
      log.warn({ integration: id, err: error }, "the integration could not say whether it has a secret");
      return false;
    }
  }

  const isEnabled = (): boolean => store.findEnabled(id) ?? deps.config.enabled.includes(id);

  const isFreeForAgents = (action: string): boolean =>
    Object.hasOwn(definition.actions, action) &&
    (definition.actions[action]?.effect === "read" || agentActionsOf(id, given.config).has(action));

  return {
    definition,
    counts,
    notices,
    isEnabled,
    isFreeForAgents,
    hasWebhookSecret,
    stored,
    /** Called back whenever it is `ok` again. */
    onUp: (listener: () => void) => void listeners.push(listener),
    status: status.get,
    /** What the configuration says; undefined while it is not complete. */
    settings: () => settings,
    life: () => life,

    /** @throws PorterError UNAVAILABLE, with how it stands */
    requireUp({ evenSignedOut = false } = {}): Life {
      if (life?.isUp() || (evenSignedOut && life?.isSignedOut())) return life;
      const { state, failure = null } = status.get();
      throw new PorterError("UNAVAILABLE", describeIntegration({ id, name, state, error: failure }));
    },

    leftBehind: () => leftBehind + (life?.leftBehind() ?? 0),

    start: () => takeTurn(async () => (isEnabled() ? begin("porter") : undefined)),

    setEnabled: (enabled: boolean, actor: Actor) =>
      takeTurn(async () => {
        const before = isEnabled();
        deps.events.write(() => {
          store.saveEnabled(id, enabled);
          if (before !== enabled) status.set(enabled ? "starting" : "disabled", { actor });
        });
        if (before === enabled) return;
        if (enabled) begin(actor);
        else await end();
      }),

    /** Sets it up afresh. @param fresh what the configuration says by now */
    restart: (actor: Actor, fresh?: Given) =>
      takeTurn(async () => {
        if (!isEnabled()) return;
        given = fresh ?? given;
        status.set("starting", { actor });
        await end();
        begin(actor);
      }),

    /** When the server stops: its state stays what it was. */
    stop(): Promise<void> {
      isStopping = true;
      notices.stop();
      return takeTurn(end);
    },

    view(): Integration {
      const { state, since, failure } = status.get();
      told ??= describeActions(definition);
      const interval = settings?.interval ?? (definition.tickInterval ?? 0) * 1000;
      return {
        id,
        name,
        description,
        state,
        since,
        error: failure ? { remedy: failure.remedy, message: failure.message, at: failure.at } : null,
        retryAt: life?.retryAt() ?? null,
        canConnect,
        setup,
        ticks:
          definition.tickInterval === undefined
            ? null
            : { interval: interval / 1000, nextAt: life?.nextTickAt() ?? null, ...ticks },
        webhook: webhook
          ? { path: `/webhooks/${id}`, check: webhook.check, hasSecret: hasWebhookSecret() }
          : null,
        actions: told.map((action) => ({ ...action, isFreeForAgents: isFreeForAgents(action.name) })),
      };
    },
  };
}

const noCalls = (): CallCounts => ({ ok: 0, failed: 0 });
