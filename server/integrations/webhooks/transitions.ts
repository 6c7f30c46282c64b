import type { Actor } from "../../../shared/actor.ts";
import type { Delivery } from "../../../shared/delivery.ts";
import { shorten } from "../../../shared/text.ts";
import { PorterError } from "../../errors.ts";
import type { EventLog } from "../../events/log.ts";
import type { Notifications } from "../../notifications/service.ts";
import type { Effect } from "../contract.ts";
import { growingPause } from "../growing-pause.ts";
import { gather } from "./gather.ts";
import type { DeliveryStore, NewDelivery } from "./store.ts";

/** The first one counted. With these pauses the last one comes 65 to 90 minutes after it. */
const MAX_ATTEMPTS = 8;
const PAUSES = { first: 5_000, factor: 3, longest: 3_600_000 };
/** How long the words of an integration may be that are kept with a delivery. */
const MAX_WORDS = 500;
/** What is postponed for an uncertain time pauses as after this many attempts. */
const POSTPONED_AS = 4;

export type Accepted = { delivery: Delivery; isNew: boolean };

export type Transitions = ReturnType<typeof createTransitions>;

/** Every durable change of a delivery, each in one transaction with its event. */
export function createTransitions(deps: {
  store: DeliveryStore;
  events: Pick<EventLog, "write">;
  notifications: Pick<Notifications, "notify" | "resolve">;
  /** What the owner calls the integration. */
  nameOf: (integrationId: string) => string;
  now: () => Date;
}) {
  const { store, events, notifications, nameOf, now } = deps;

  const tell = (kind: "created" | "updated", delivery: Delivery, actor: Actor): void =>
    events.write((append) => {
      const { id, integrationId, webhookId, state } = delivery;
      const after = { integrationId, webhookId, state };
      append({ kind: `delivery.${kind}`, subject: `delivery:${id}`, actor, after });
    });

  /** @throws PorterError NOT_FOUND */
  function change(id: string, to: Parameters<DeliveryStore["update"]>[1], actor: Actor): Delivery {
    return events.write(() => {
      const delivery = store.update(id, to);
      if (!delivery) throw new PorterError("NOT_FOUND", "There is no delivery with this id.");
      tell("updated", delivery, actor);
      return delivery;
    });
  }

  function acceptOne(given: NewDelivery): Accepted {
    const delivery = store.insert(given);
    if (delivery) {
      tell("created", delivery, `webhook:${delivery.id}`);
      return { delivery, isNew: true };
    }
    const known = store.findByWebhookId(given.integrationId, given.webhookId);
    if (!known) throw new Error("A delivery was neither stored nor known.");
    return { delivery: known, isNew: false };
  }

  const after = (ms: number): Date => new Date(now().getTime() + ms);

  const keyOf = (integrationId: string): string => `deliveries:${integrationId}`;

  /** The notification is in Porter's words: agents read notifications, and the reason may quote what came. */
  const giveUp = ({ id, integrationId, attempts }: Delivery, reason: string): Delivery =>
    events.write(() => {
      const to = {
        attempts: attempts + 1,
        nextAttemptAt: null,
        error: shorten(reason, MAX_WORDS),
        settledAt: now(),
      };
      const delivery = change(id, { ...to, state: "dead" }, `webhook:${id}`);
      const dead = store.countDead(integrationId);
      const what = dead === 1 ? "a webhook" : `${dead} webhooks`;
      notifications.notify(
        {
          kind: "integration_attention",
          key: keyOf(integrationId),
          title: `${nameOf(integrationId)}: ${what} could not be handled`,
          body: "Porter has given up. The integration's page says why, and can try again.",
          link: `/integrations/${integrationId}`,
        },
        `webhook:${id}`,
      );
      return delivery;
    });

  return {
    /** On the disk when it resolves. One whose webhook id is known is not stored again. */
    accept: gather((given: NewDelivery[]): Accepted[] => events.write(() => given.map(acceptOne))),

    /** Has the effect, in the transaction in which the delivery becomes `handled`: both or neither. */
    handle({ id }: Delivery, effect: Effect): void {
      events.write(() => {
        const outcome: unknown = effect();
        if (typeof outcome !== "string") {
          Promise.resolve(outcome).catch(() => undefined); // Its failure is this error's consequence.
          throw new TypeError("The effect of a webhook has to return a text, at once.");
        }
        const to = { outcome: shorten(outcome, MAX_WORDS), error: null, settledAt: now() };
        change(id, { ...to, state: "handled", nextAttemptAt: null }, `webhook:${id}`);
      });
    },

    /** It is tried again, or given up after the last attempt. */
    fail(delivery: Delivery, reason: string, askedPause?: number): Delivery {
      const attempts = delivery.attempts + 1;
      if (attempts >= MAX_ATTEMPTS) return giveUp(delivery, reason);
      const nextAttemptAt = after(growingPause(PAUSES, attempts, askedPause));
      return change(delivery.id, { attempts, nextAttemptAt, error: reason }, `webhook:${delivery.id}`);
    },

    /** Its integration waits for the owner: that is not this delivery's fault, and no attempt of its. */
    postpone({ id }: Delivery, reason: string, until: "up" | "later"): Delivery {
      const nextAttemptAt = until === "up" ? null : after(growingPause(PAUSES, POSTPONED_AS));
      return change(id, { nextAttemptAt, error: reason }, `webhook:${id}`);
    },

    giveUp,

    /** What waits for this integration is due. */
    hurry: (integrationId: string): void =>
      events.write(() => {
        for (const delivery of store.hurry(integrationId, now())) tell("updated", delivery, "porter");
      }),

    /** @throws PorterError NOT_FOUND */
    replay: (id: string, actor: Actor): Delivery =>
      events.write(() => {
        const fresh = { attempts: 0, error: null, outcome: null, settledAt: null };
        const delivery = change(id, { ...fresh, state: "pending", nextAttemptAt: now() }, actor);
        const { integrationId } = delivery;
        if (store.countDead(integrationId) === 0) notifications.resolve(keyOf(integrationId), actor);
        return delivery;
      }),
  };
}
