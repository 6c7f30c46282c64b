import { and, asc, eq, gt, inArray, isNotNull, lt, max, sql } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { messages, turns, type TurnStatus } from "../../db/tables/agents.ts";

export type Turn = typeof turns.$inferSelect;

export function createTurnStore(db: Db) {
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

    /** Messages before this turn that no turn has delivered since the last one that began. */
    undelivered(turn: Turn): { text: string }[] {
      const begun = db
        .select({ number: max(turns.number) })
        .from(turns)
        .where(
          and(eq(turns.sessionId, turn.sessionId), lt(turns.number, turn.number), isNotNull(turns.startedAt)),
        );
      return db
        .select({ content: messages.content })
        .from(turns)
        .innerJoin(messages, eq(messages.id, turns.messageId))
        .where(
          and(
            eq(turns.sessionId, turn.sessionId),
            eq(turns.status, "interrupted"),
            lt(turns.number, turn.number),
            gt(turns.number, sql`coalesce((${begun}), 0)`),
          ),
        )
        .orderBy(asc(turns.number))
        .all()
        .map(({ content }) => ({
          text: content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n"),
        }));
    },

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
