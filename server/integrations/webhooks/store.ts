import { and, asc, count, eq, gt, isNull, lt, lte, min, or, sql } from "drizzle-orm";
import type { Delivery, DeliveryState, ListDeliveries } from "../../../shared/delivery.ts";
import { behind, orderBy, toPage, type Key, type Order } from "../../db/keyset.ts";
import type { Db } from "../../db/open.ts";
import { deliveries } from "../../db/tables/integrations.ts";

const NEWEST_FIRST: Order = { by: deliveries.number, unique: deliveries.number, direction: "desc" };

/** In ms. No pause is as long: what is due after it was put off by a clock that was ahead, and is due at once. */
const TOO_FAR = 2 * 24 * 3_600_000;

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
  settledAt: deliveries.settledAt,
};
const WITH_BODY = { ...COLUMNS, body: deliveries.body, headers: deliveries.headers };

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
  const given = (name: string) => sql.placeholder(name);

  // Prepared is what runs for each delivery of a burst.
  const isDue = and(
    isIn("pending"),
    or(lte(deliveries.nextAttemptAt, given("now")), gt(deliveries.nextAttemptAt, given("tooFar"))),
  );
  const dueAt = (now: Date) => ({ now: now.getTime(), tooFar: now.getTime() + TOO_FAR });
  const insertion = db
    .insert(deliveries)
    .values({
      id: given("id"),
      integrationId: given("integrationId"),
      webhookId: given("webhookId"),
      state: "pending",
      attempts: 0,
      nextAttemptAt: given("receivedAt"),
      body: given("body"),
      headers: given("headers"),
      bytes: given("bytes"),
      receivedAt: given("receivedAt"),
    })
    .onConflictDoNothing({ target: [deliveries.integrationId, deliveries.webhookId] })
    .returning(COLUMNS)
    .prepare();
  const byId = db
    .select(COLUMNS)
    .from(deliveries)
    .where(eq(deliveries.id, given("id")))
    .prepare();
  const byWebhookId = db
    .select(COLUMNS)
    .from(deliveries)
    .where(
      and(eq(deliveries.integrationId, given("integrationId")), eq(deliveries.webhookId, given("webhookId"))),
    )
    .prepare();
  const withDue = db.selectDistinct({ id: deliveries.integrationId }).from(deliveries).where(isDue).prepare();
  const firstDue = db
    .select(WITH_BODY)
    .from(deliveries)
    .where(and(eq(deliveries.integrationId, given("integrationId")), isDue))
    .orderBy(asc(deliveries.number))
    .limit(1)
    .prepare();
  const nextMoment = db
    .select({ at: min(deliveries.nextAttemptAt) })
    .from(deliveries)
    .where(and(isIn("pending"), gt(deliveries.nextAttemptAt, given("now"))))
    .prepare();

  return {
    /** undefined when the integration has one with this webhook id. */
    insert: ({ body, ...delivery }: NewDelivery): Delivery | undefined =>
      insertion.get({
        ...delivery,
        id: Bun.randomUUIDv7(),
        body: Buffer.from(body),
        bytes: body.byteLength,
      }),

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

    find: (id: string): Delivery | undefined => byId.get({ id }),

    findWithBody: (id: string): StoredDelivery | undefined =>
      db.select(WITH_BODY).from(deliveries).where(eq(deliveries.id, id)).get(),

    findByWebhookId: (integrationId: string, webhookId: string): Delivery | undefined =>
      byWebhookId.get({ integrationId, webhookId }),

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
    integrationsWithDue: (now: Date): string[] => withDue.all(dueAt(now)).map(({ id }) => id),

    /** Of those that are due, the one that came first. */
    nextDue: (integrationId: string, now: Date): StoredDelivery | undefined =>
      firstDue.get({ integrationId, ...dueAt(now) }),

    /** When the next one is due that is not yet. */
    nextAttempt: (now: Date): Date | undefined => nextMoment.get({ now: now.getTime() })?.at ?? undefined,

    countDead: (integrationId: string): number =>
      db
        .select({ count: count() })
        .from(deliveries)
        .where(and(isOf(integrationId), isIn("dead")))
        .get()?.count ?? 0,

    /** Forgets what was settled before then. */
    prune: (before: { handled: Date; dead: Date }): void =>
      db
        .delete(deliveries)
        .where(
          or(
            and(isIn("handled"), lt(deliveries.settledAt, before.handled)),
            and(isIn("dead"), lt(deliveries.settledAt, before.dead)),
          ),
        )
        .run(),
  };
}
