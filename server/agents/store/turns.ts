import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { prepareOnce, prepareWrite, type Placeholders } from "../../db/prepared.ts";
import { messages, turns, type TurnStatus } from "../../db/tables/agents.ts";

export type Turn = typeof turns.$inferSelect;

type NewTurn = Pick<Turn, "sessionId" | "messageId" | "status" | "costUsd"> &
  Partial<Pick<Turn, "actor" | "idempotencyKey">>;
type Change = Partial<Pick<Turn, "startedAt" | "endedAt" | "costUsd" | "spent">>;

export function createTurnStore(db: Db) {
  const { placeholder } = sql;
  const isOfSession = eq(turns.sessionId, placeholder("sessionId"));
  const isBefore = lt(turns.number, placeholder("number"));

  const inserting = prepareWrite(turns, (values: Placeholders<NewTurn>) =>
    db.insert(turns).values(values).returning().prepare(),
  );
  const changing = prepareWrite(turns, (values: Placeholders<Pick<Turn, "status"> & Change>) =>
    db
      .update(turns)
      .set(values)
      .where(eq(turns.number, placeholder("number")))
      .prepare(),
  );
  const having = prepareOnce((column: "number" | "idempotencyKey" | "messageId") =>
    db
      .select()
      .from(turns)
      .where(eq(turns[column], placeholder("value")))
      .prepare(),
  );
  const firstIn = prepareOnce((...statuses: TurnStatus[]) =>
    db
      .select()
      .from(turns)
      .where(and(isOfSession, inArray(turns.status, statuses)))
      .orderBy(asc(turns.number))
      .limit(1)
      .prepare(),
  );
  const allIn = prepareOnce((...statuses: TurnStatus[]) =>
    db.select().from(turns).where(inArray(turns.status, statuses)).orderBy(asc(turns.number)).prepare(),
  );
  const begunBefore = prepareOnce(() =>
    db
      .select()
      .from(turns)
      .where(and(isOfSession, isBefore, isNotNull(turns.startedAt)))
      .orderBy(desc(turns.number))
      .limit(1)
      .prepare(),
  );
  const takenBackBetween = prepareOnce(() =>
    db
      .select()
      .from(turns)
      .where(
        and(
          isOfSession,
          isBefore,
          eq(turns.status, "interrupted"),
          gt(turns.number, placeholder("lastBegun")),
        ),
      )
      .orderBy(asc(turns.number))
      .prepare(),
  );

  const lastBegun = ({ sessionId, number }: Pick<Turn, "sessionId" | "number">): Turn | undefined =>
    begunBefore().get({ sessionId, number });

  return {
    insert(turn: Omit<NewTurn, "status" | "costUsd">): Turn {
      const { statement, params } = inserting({ ...turn, status: "queued", costUsd: 0 });
      return statement.get(params);
    },

    setStatus(number: number, status: TurnStatus, change: Change = {}): void {
      const { statement, params } = changing({ status, ...change });
      statement.run({ ...params, number });
    },

    find: (number: number): Turn | undefined => having("number").get({ value: number }),

    findByKey: (idempotencyKey: string): Turn | undefined =>
      having("idempotencyKey").get({ value: idempotencyKey }),

    findByMessage: (messageId: string): Turn | undefined => having("messageId").get({ value: messageId }),

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
      firstIn(...statuses).get({ sessionId }),

    ofSession: (sessionId: string, statuses: TurnStatus[]): Turn[] =>
      db
        .select()
        .from(turns)
        .where(and(eq(turns.sessionId, sessionId), inArray(turns.status, statuses)))
        .all(),

    /** The last turn before this one that was given to the agent. */
    lastBegun,

    /** The last one that was given to the agent. */
    latest: (sessionId: string): Turn | undefined =>
      lastBegun({ sessionId, number: Number.MAX_SAFE_INTEGER }),

    /** Turns before this one that were taken back before the agent heard of them, since the last one that it heard. */
    neverBegun: (turn: Turn): Turn[] =>
      takenBackBetween().all({
        sessionId: turn.sessionId,
        number: turn.number,
        lastBegun: lastBegun(turn)?.number ?? 0,
      }),

    /** All turns in these states, in the order in which they were asked. */
    inState: (statuses: TurnStatus[]): Turn[] => allIn(...statuses).all(),

    count: (status: TurnStatus): number =>
      db
        .select({ count: sql<number>`count(*)` })
        .from(turns)
        .where(eq(turns.status, status))
        .get()?.count ?? 0,
  };
}
