import { and, asc, desc, eq, gt, inArray, isNotNull, lt, sql } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { turns, type TurnStatus } from "../../db/tables/agents.ts";

export type Turn = typeof turns.$inferSelect;

export function createTurnStore(db: Db) {
  const lastBegun = (turn: Turn): Turn | undefined =>
    db
      .select()
      .from(turns)
      .where(
        and(eq(turns.sessionId, turn.sessionId), lt(turns.number, turn.number), isNotNull(turns.startedAt)),
      )
      .orderBy(desc(turns.number))
      .limit(1)
      .get();

  return {
    insert: (turn: { sessionId: string; messageId: string; idempotencyKey: string | undefined }): Turn =>
      db
        .insert(turns)
        .values({ ...turn, status: "queued", costUsd: 0 })
        .returning()
        .get(),

    setStatus: (
      number: number,
      status: TurnStatus,
      change: Partial<Pick<Turn, "startedAt" | "endedAt" | "costUsd">> = {},
    ): void =>
      db
        .update(turns)
        .set({ status, ...change })
        .where(eq(turns.number, number))
        .run(),

    find: (number: number): Turn | undefined => db.select().from(turns).where(eq(turns.number, number)).get(),

    findByKey: (idempotencyKey: string): Turn | undefined =>
      db.select().from(turns).where(eq(turns.idempotencyKey, idempotencyKey)).get(),

    /** The oldest turn of a session that has one of these states. */
    first: (sessionId: string, statuses: TurnStatus[]): Turn | undefined =>
      db
        .select()
        .from(turns)
        .where(and(eq(turns.sessionId, sessionId), inArray(turns.status, statuses)))
        .orderBy(asc(turns.number))
        .limit(1)
        .get(),

    ofSession: (sessionId: string, statuses: TurnStatus[]): Turn[] =>
      db
        .select()
        .from(turns)
        .where(and(eq(turns.sessionId, sessionId), inArray(turns.status, statuses)))
        .all(),

    /** The last turn before this one that was given to the agent. */
    lastBegun,

    /** Turns before this one that were taken back before the agent heard of them, since the last one that it heard. */
    neverBegun: (turn: Turn): Turn[] =>
      db
        .select()
        .from(turns)
        .where(
          and(
            eq(turns.sessionId, turn.sessionId),
            eq(turns.status, "interrupted"),
            lt(turns.number, turn.number),
            gt(turns.number, lastBegun(turn)?.number ?? 0),
          ),
        )
        .orderBy(asc(turns.number))
        .all(),

    /** All turns in these states, in the order in which they were asked. */
    inState: (statuses: TurnStatus[]): Turn[] =>
      db.select().from(turns).where(inArray(turns.status, statuses)).orderBy(asc(turns.number)).all(),

    count: (status: TurnStatus): number =>
      db
        .select({ count: sql<number>`count(*)` })
        .from(turns)
        .where(eq(turns.status, status))
        .get()?.count ?? 0,
  };
}
