import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Actor } from "../../../shared/actor.ts";
import type { Db } from "../../db/open.ts";
import { messages, turns, type TurnStatus } from "../../db/tables/agents.ts";

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
    insert: (turn: {
      sessionId: string;
      messageId: string;
      idempotencyKey: string | undefined;
      actor?: Actor;
    }): Turn =>
      db
        .insert(turns)
        .values({ ...turn, status: "queued", costUsd: 0 })
        .returning()
        .get(),

    setStatus: (
      number: number,
      status: TurnStatus,
      change: Partial<Pick<Turn, "startedAt" | "endedAt" | "costUsd" | "spent">> = {},
    ): void =>
      db
        .update(turns)
        .set({ status, ...change })
        .where(eq(turns.number, number))
        .run(),

    find: (number: number): Turn | undefined => db.select().from(turns).where(eq(turns.number, number)).get(),

    findByKey: (idempotencyKey: string): Turn | undefined =>
      db.select().from(turns).where(eq(turns.idempotencyKey, idempotencyKey)).get(),

    findByMessage: (messageId: string): Turn | undefined =>
      db.select().from(turns).where(eq(turns.messageId, messageId)).get(),

    /** Puts a turn that was never begun in front of the others of its session. Call it in a transaction. */
    putFirst(turn: Turn): void {
      const others = db
        .select({ number: turns.number })
        .from(turns)
        .where(
          and(
            eq(turns.sessionId, turn.sessionId),
            eq(turns.status, "queued"),
            isNull(turns.startedAt),
            lt(turns.number, turn.number),
          ),
        )
        .orderBy(asc(turns.number))
        .all();
      const places = [...others, turn].map(({ number }) => number);
      // Each number is taken until its turn has left it.
      db.update(turns)
        .set({ number: sql`-${turns.number}` })
        .where(inArray(turns.number, places))
        .run();
      [turn, ...others].forEach(({ number }, index) =>
        db.update(turns).set({ number: places[index] }).where(eq(turns.number, -number)).run(),
      );
    },

    /** Takes a turn back with its message, as if it had never been asked. */
    removeWithMessage: ({ messageId }: Turn): void =>
      db.delete(messages).where(eq(messages.id, messageId)).run(),

    /** The latest turn of a session that has ended. */
    lastEnded: (sessionId: string): Turn | undefined =>
      db
        .select()
        .from(turns)
        .where(and(eq(turns.sessionId, sessionId), isNotNull(turns.endedAt)))
        .orderBy(desc(turns.number))
        .limit(1)
        .get(),

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
