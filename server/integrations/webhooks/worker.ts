import { createPatientWriter } from "../../db/patient-writer.ts";
import { onceWritable } from "../../db/trouble.ts";
import type { EventLog } from "../../events/log.ts";
import type { SteadyClock } from "../../events/steady-clock.ts";
import { keepTimer } from "../../events/timer.ts";
import type { Log } from "../../log.ts";
import { BadDelivery } from "../error.ts";
import { isRefusal, readFailure, traceOf } from "../failure.ts";
import type { WebhookHost } from "../host-port.ts";
import { parseJson } from "./body.ts";
import type { DeliveryStore, StoredDelivery } from "./store.ts";
import type { Transitions } from "./transitions.ts";

const HOUR = 3_600_000;
/** How long a settled delivery is kept, and with it the knowledge that its id has come, in ms. */
const KEEP = { handled: 30 * 24 * HOUR, dead: 90 * 24 * HOUR };

/**
 * Has what was received handled: for each integration one after the other in the order in which they came, the
 * integrations side by side. One that waits for its next attempt lets those behind it pass, so that a message that
 * always fails stops nothing.
 */
export function createWorker(deps: {
  store: DeliveryStore;
  transitions: Transitions;
  host: WebhookHost;
  events: Pick<EventLog, "follow">;
  log: Log;
  now: () => Date;
  /** By which deliveries grow old. */
  steadyClock: SteadyClock;
}) {
  const { store, transitions, host, events, log, now, steadyClock } = deps;
  const write = createPatientWriter(log);
  const lanes = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const { signal } = stopping;
  let prunedAt = 0;
  let running = Promise.resolve();

  function isUp(integrationId: string): boolean {
    const state = host.find(integrationId)?.state;
    return state === "ok" || state === "degraded";
  }

  function ring(): Date | undefined {
    prune();
    store.integrationsWithDue(now()).forEach(open);
    return store.nextAttempt(now());
  }

  function open(integrationId: string): void {
    if (signal.aborted || lanes.has(integrationId) || !isUp(integrationId)) return;
    const lane = work(integrationId)
      .catch((error: unknown) => log.error({ integration: integrationId, err: error }, "webhooks wait"))
      .finally(() => lanes.delete(integrationId));
    lanes.set(integrationId, lane);
  }

  async function work(integrationId: string): Promise<void> {
    while (!signal.aborted && isUp(integrationId)) {
      const next = store.nextDue(integrationId, now());
      if (!next) return;
      await attempt(next);
      await othersTurn();
    }
  }

  /** At least once for each delivery: whatever ends the server before the commit has it come again. */
  async function attempt(delivery: StoredDelivery): Promise<void> {
    const { id, integrationId, webhookId, body, headers, receivedAt } = delivery;
    try {
      const incoming = { id, webhookId, body: parseJson(body), headers, receivedAt };
      const effect = await host.handleWebhook(integrationId, incoming);
      await onceSaved(delivery, () => transitions.handle(delivery, effect));
    } catch (error) {
      await onceSaved(delivery, () => settle(delivery, error));
    }
  }

  /** A database that cannot be written is not the delivery's fault, and no attempt of its. */
  const onceSaved = ({ id, integrationId }: StoredDelivery, save: () => void): Promise<void> =>
    onceWritable(
      save,
      (error) =>
        log.error(
          { integration: integrationId, delivery: id, err: error },
          "a webhook waits until what became of it can be written down",
        ),
      signal,
    );

  function settle(delivery: StoredDelivery, thrown: unknown): void {
    const about = { integration: delivery.integrationId, delivery: delivery.id };
    const { remedy, message, afterMs } = readFailure(thrown);
    log.debug({ ...about, error: traceOf(thrown) }, "a webhook was not handled");
    const isStillUp = isUp(delivery.integrationId);
    if (signal.aborted && remedy === "retry") return; // The stop cut it off: it comes again with the next start.
    if (thrown instanceof BadDelivery || isRefusal(thrown)) transitions.giveUp(delivery, thrown.message);
    else if (remedy === "auth" || remedy === "config" || (remedy === "retry" && !isStillUp))
      transitions.postpone(delivery, message, isStillUp ? "later" : "up");
    else transitions.fail(delivery, message, afterMs);
  }

  function prune(): void {
    const moment = steadyClock.now().getTime();
    if (Math.abs(moment - prunedAt) < HOUR) return; // The clock may have been set back.
    prunedAt = moment;
    const before = { handled: new Date(moment - KEEP.handled), dead: new Date(moment - KEEP.dead) };
    write(() => store.prune(before));
  }

  return {
    /** In the same turn as the host's start, so that it hears of every integration that comes up. */
    start(): void {
      host.onUp((integrationId) => {
        if (signal.aborted) return;
        write(() => transitions.hurry(integrationId));
        open(integrationId);
      });
      running = keepTimer({ family: "delivery", ring, events, log, signal });
    },

    /** Begins nothing new, and waits for what is being handled: as long as the host lets it. */
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all([running, ...lanes.values()]);
    },
  };
}

/** A handler that needs no I/O would otherwise keep the event loop for as long as there is something to handle. */
const othersTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
