import type { Db } from "../../db/open.ts";
import type { EventLog } from "../../events/log.ts";
import type { SteadyClock } from "../../events/steady-clock.ts";
import type { Log } from "../../log.ts";
import type { Notifications } from "../../notifications/service.ts";
import { systemClock, type Clock } from "../clock.ts";
import type { WebhookHost } from "../host-port.ts";
import type { Vault } from "../vault.ts";
import { createDeliveries } from "./deliveries.ts";
import { createWebhookLimits } from "./limits.ts";
import { createReceiver } from "./receive.ts";
import { createWebhookSecrets } from "./secrets.ts";
import { createDeliveryStore } from "./store.ts";
import { createTransitions } from "./transitions.ts";
import { createWorker } from "./worker.ts";

export type WebhookRoom = ReturnType<typeof createWebhookRoom>;

/** Puts the parts together. `start` has what was received handled; `stop` ends that, with the host's own stop. */
export function createWebhookRoom(deps: {
  db: Db;
  events: EventLog;
  notifications: Pick<Notifications, "notify" | "resolve">;
  host: WebhookHost;
  vault: Pick<Vault, "get" | "set">;
  log: Log;
  clock?: Clock;
  /** By which deliveries grow old; the clock when left out. */
  steadyClock?: SteadyClock;
}) {
  const { events, notifications, host, vault, log, clock = systemClock, steadyClock = clock } = deps;
  const { now } = clock;
  const store = createDeliveryStore(deps.db);
  const nameOf = (integrationId: string): string => host.find(integrationId)?.name ?? integrationId;
  const transitions = createTransitions({ store, events, notifications, nameOf, now });
  const secrets = createWebhookSecrets({ vault, host, events, now });
  const limits = createWebhookLimits();
  return {
    deliveries: createDeliveries({ store, transitions }),
    secrets,
    receive: createReceiver({ host, secrets, transitions, limits, log, clock }),
    ...createWorker({ store, transitions, host, events, log, now, steadyClock }),
  };
}
