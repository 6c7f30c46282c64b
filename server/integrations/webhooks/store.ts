import { and, asc, count, eq, gt, isNull, lt, lte, min, or } from "drizzle-orm";
import type { Delivery, DeliveryState, ListDeliveries } from "../../../shared/delivery.ts";
import { behind, orderBy, toPage, type Key, type Order } from "../../db/keyset.ts";
import type { Db } from "../../db/open.ts";
import { deliveries } from "../../db/tables/integrations.ts";

const NEWEST_FIRST: Order = { by: deliveries.number, unique: deliveries.number, direction: "desc" };

/** All but the body and its headers, which few readers want. */
const COLUMNS = {
  id: deliveries.id,
  integrationId: deliveries.integrationId,
  webhookId: deliveries.webhookId,
  state: deliveries.state,
  attempts: deliveries.attempts,
  nextAttemptAt: deliveries.nextAttemptAt,
  error: deliveries.error,
  outcome: deliveries.outcome,
  bytes: deliveries.bytes,
  receivedAt: deliveries.receivedAt,
  handledAt: deliveries.handledAt,
};

export type NewDelivery = {
  integrationId: string;
  webhookId: string;
  body: Uint8Array;
  headers: Record<string, string>;
  receivedAt: Date;
};
export type StoredDelivery = Delivery & { body: Uint8Array; headers: Record<string, string> };

export type DeliveryStore = ReturnType<typeof createDeliveryStore>;

export function createDeliveryStore(db: Db) {
  const isIn = (state: DeliveryState) => eq(deliveries.state, state);
  const isOf = (integrationId: string) => eq(deliveries.integrationId, integrationId);
  const isDue = (now: Date) => and(isIn("pending"), lte(deliveries.nextAttemptAt, now));

  return {
    /** undefined when the integration has one with this webhook id. */
    insert: ({ body, ...given }: NewDelivery): Delivery | undefined =>
      db
        .insert(deliveries)
        .values({
          ...given,
          id: Bun.randomUUIDv7(),
          state: "pending",
          attempts: 0,
          nextAttemptAt: given.receivedAt,
          body: Buffer.from(body),
          bytes: body.byteLength,
        })
        .onConflictDoNothing({ target: [deliveries.integrationId, deliveries.webhookId] })
        .returning(COLUMNS)
        .get(),

    update: (
      id: string,
      change: Partial<Omit<Delivery, "id" | "integrationId" | "webhookId">>,
    ): Delivery | undefined =>
      db.update(deliveries).set(change).where(eq(deliveries.id, id)).returning(COLUMNS).get(),

    /** Those that wait for their integration to come up are due at once. */
    hurry: (integrationId: string, now: Date): Delivery[] =>
      db
        .update(deliveries)
        .set({ nextAttemptAt: now })
        .where(and(isOf(integrationId), isIn("pending"), isNull(deliveries.nextAttemptAt)))
        .returning(COLUMNS)
        .all(),

    find: (id: string): Delivery | undefined =>
      db.select(COLUMNS).from(deliveries).where(eq(deliveries.id, id)).get(),

    findWithBody: (id: string): StoredDelivery | undefined =>
      db
        .select({ ...COLUMNS, body: deliveries.body, headers: deliveries.headers })
        .from(deliveries)
        .where(eq(deliveries.id, id))
        .get(),

    findByWebhookId: (integrationId: string, webhookId: string): Delivery | undefined =>
      db
        .select(COLUMNS)
        .from(deliveries)
        .where(and(isOf(integrationId), eq(deliveries.webhookId, webhookId)))
        .get(),

    list({ integrationId, state, cursor, limit = 50 }: ListDeliveries) {
      const rows = db
        .select({ ...COLUMNS, number: deliveries.number })
        .from(deliveries)
        .where(
          and(
            integrationId === undefined ? undefined : isOf(integrationId),
            state && isIn(state),
            behind(NEWEST_FIRST, cursor),
          ),
        )
        .orderBy(...orderBy(NEWEST_FIRST))
        .limit(limit + 1)
        .all()
        .map(({ number, ...delivery }) => ({ delivery, key: [number, number] satisfies Key }));
      const page = toPage(rows, limit);
      return { items: page.rows.map(({ delivery }): Delivery => delivery), nextCursor: page.nextCursor };
    },

    /** The integrations for which there is something to do. */
    integrationsWithDue: (now: Date): string[] =>
      db
        .selectDistinct({ id: deliveries.integrationId })
        .from(deliveries)
        .where(isDue(now))
        .all()
        .map(({ id }) => id),

    /** Of those that are due, the one that came first. */
    nextDue: (integrationId: string, now: Date): StoredDelivery | undefined =>
      db
        .select({ ...COLUMNS, body: deliveries.body, headers: deliveries.headers })
        .from(deliveries)
        .where(and(isOf(integrationId), isDue(now)))
        .orderBy(asc(deliveries.number))
        .limit(1)
        .get(),

    /** When the next one is due that is not yet. */
    nextAttempt: (now: Date): Date | undefined =>
      db
        .select({ at: min(deliveries.nextAttemptAt) })
        .from(deliveries)
        .where(and(isIn("pending"), gt(deliveries.nextAttemptAt, now)))
        .get()?.at ?? undefined,

    countDead: (integrationId: string): number =>
      db
        .select({ count: count() })
        .from(deliveries)
        .where(and(isOf(integrationId), isIn("dead")))
        .get()?.count ?? 0,

    /** Forgets what was received before then, unless it still has to be handled. */
    prune: (before: { handled: Date; dead: Date }): void =>
      db
        .delete(deliveries)
        .where(
          or(
            and(isIn("handled"), lt(deliveries.receivedAt, before.handled)),
            and(isIn("dead"), lt(deliveries.receivedAt, before.dead)),
          ),
        )
        .run(),
  };
}
