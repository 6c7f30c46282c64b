import { and, asc, count, eq, gte, isNotNull, isNull, max, sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { approvals, sessions, turns } from "../db/tables/agents.ts";
import { events } from "../db/tables/events.ts";
import { deliveries } from "../db/tables/integrations.ts";
import { notifications } from "../db/tables/notifications.ts";

export type CountStore = ReturnType<typeof createCountStore>;

/** How much there is of everything, for metrics. Only reads, and of other rooms nothing but counts and sums. */
export function createCountStore(db: Db) {
  const sumOf = (key: string) =>
    sql<number>`coalesce(sum(json_extract(${sessions.usage}, ${`$.${key}`})), 0)`;

  return {
    sessionsByStatus: () =>
      db.select({ status: sessions.status, count: count() }).from(sessions).groupBy(sessions.status).all(),

    turnsByStatus: () =>
      db.select({ status: turns.status, count: count() }).from(turns).groupBy(turns.status).all(),

    /** Those that were begun, the first that ended first. */
    turnsEndedSince: (since: Date) =>
      db
        .select({
          number: turns.number,
          sessionId: turns.sessionId,
          status: turns.status,
          costUsd: turns.costUsd,
          startedAt: turns.startedAt,
          endedAt: turns.endedAt,
        })
        .from(turns)
        .where(and(gte(turns.endedAt, since), isNotNull(turns.startedAt)))
        .orderBy(asc(turns.endedAt))
        .all()
        .flatMap(({ startedAt, endedAt, ...turn }) =>
          startedAt && endedAt ? [{ ...turn, startedAt, endedAt }] : [],
        ),

    deliveriesByState: () =>
      db.select({ state: deliveries.state, count: count() }).from(deliveries).groupBy(deliveries.state).all(),

    /** Of all sessions that are kept; money in US dollars. */
    spent: () =>
      db
        .select({
          costUsd: sql<number>`coalesce(sum(${sessions.costUsd}), 0)`,
          input: sumOf("inputTokens"),
          output: sumOf("outputTokens"),
          cacheRead: sumOf("cacheReadTokens"),
          cacheCreation: sumOf("cacheCreationTokens"),
        })
        .from(sessions)
        .get(),

    approvalsPending: (): number =>
      db.select({ count: count() }).from(approvals).where(eq(approvals.status, "pending")).get()?.count ?? 0,

    notificationsUnread: (): number =>
      db.select({ count: count() }).from(notifications).where(isNull(notifications.readAt)).get()?.count ?? 0,

    events: (): { head: number; rows: number } => ({
      head:
        db
          .select({ id: max(events.id) })
          .from(events)
          .get()?.id ?? 0,
      rows: db.select({ count: count() }).from(events).get()?.count ?? 0,
    }),
  };
}
