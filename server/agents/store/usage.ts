import {
  and,
  asc,
  desc,
  eq,
  gte,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  or,
  sql,
  type Placeholder,
} from "drizzle-orm";
import type { Actor } from "../../../shared/actor.ts";
import type { SpentByModel } from "../../../shared/usage.ts";
import type { Db } from "../../db/open.ts";
import { prepareOnce } from "../../db/prepared.ts";
import { sessions, turns } from "../../db/tables/agents.ts";

/** What a turn took, and when: at its end, or while it is not over, at its beginning. */
export type PaidTurn = {
  number: number;
  at: Date;
  costUsd: number;
  /** Null: from before it was written down. */
  spent: SpentByModel | null;
  actor: Actor;
  sessionId: string;
  title: string;
  taskId: string | null;
  isRunning: boolean;
};

const at = sql`coalesce(${turns.endedAt}, ${turns.startedAt})`.mapWith((value: number) => new Date(value));

/** Turns whose time is in [from, to). Apart, so that each half can use the index of `ended_at`. */
const within = (from: Date | Placeholder, to: Date | Placeholder) =>
  or(
    and(gte(turns.endedAt, from), lt(turns.endedAt, to)),
    and(isNull(turns.endedAt), gte(turns.startedAt, from), lt(turns.startedAt, to)),
  );

export function createUsageStore(db: Db) {
  const paid = () =>
    db
      .select({
        number: turns.number,
        at,
        costUsd: turns.costUsd,
        spent: turns.spent,
        actor: turns.actor,
        sessionId: turns.sessionId,
        title: sessions.title,
        taskId: sessions.taskId,
        isRunning: sql`${turns.status} = 'running'`.mapWith(Boolean),
      })
      .from(turns)
      .innerJoin(sessions, eq(sessions.id, turns.sessionId));

  const isPaid = or(sql`${turns.costUsd} > 0`, isNotNull(turns.spent));

  const cost = prepareOnce(() =>
    db
      .select({ cost: sql<number>`coalesce(sum(${turns.costUsd}), 0)` })
      .from(turns)
      .where(within(sql.placeholder("from"), sql.placeholder("to")))
      .prepare(),
  );

  return {
    /** Turns that took something, in [from, to); oldest first. */
    between: (from: Date, to: Date): PaidTurn[] =>
      paid()
        .where(and(within(from, to), isPaid))
        .orderBy(asc(turns.number))
        .all(),

    /** Of one session, the newest first. */
    latest: (sessionId: string, limit: number): PaidTurn[] =>
      paid()
        .where(and(eq(turns.sessionId, sessionId), isPaid, isNotNull(turns.startedAt)))
        .orderBy(desc(turns.number))
        .limit(limit)
        .all(),

    /** Turns of a session that took something of which the cost was never told. */
    cutOff: (sessionId: string): number =>
      db
        .select({ count: sql<number>`count(*)` })
        .from(turns)
        .where(
          and(
            eq(turns.sessionId, sessionId),
            ne(turns.status, "running"),
            sql`exists (select 1 from json_each(${turns.spent}) where json_extract(value, '$.untold') is not null)`,
          ),
        )
        .get()?.count ?? 0,

    /** US dollars in [from, to). */
    costBetween: (from: Date, to: Date): number =>
      cost().get({ from: from.getTime(), to: to.getTime() })?.cost ?? 0,

    /** What the turns of a session took so far. */
    spentOf: (sessionId: string): SpentByModel[] =>
      db
        .select({ spent: turns.spent })
        .from(turns)
        .where(and(eq(turns.sessionId, sessionId), isNotNull(turns.spent)))
        .all()
        .flatMap(({ spent }) => (spent ? [spent] : [])),

    /** Sessions that a limit of the plan holds and that go on by themselves: those whose time has come by then. */
    dueAtReset: (now: Date): string[] =>
      db
        .select({ id: sessions.id })
        .from(sessions)
        .where(
          and(
            eq(sessions.status, "waiting"),
            eq(sessions.resumesAtReset, true),
            lte(sessions.limitedUntil, now),
          ),
        )
        .all()
        .map(({ id }) => id),

    nextReset: (): Date | undefined =>
      db
        .select({ at: sessions.limitedUntil })
        .from(sessions)
        .where(
          and(
            eq(sessions.status, "waiting"),
            eq(sessions.resumesAtReset, true),
            isNotNull(sessions.limitedUntil),
          ),
        )
        .orderBy(asc(sessions.limitedUntil))
        .limit(1)
        .get()?.at ?? undefined,

    /** Sessions whose next turn a budget keeps from beginning. */
    heldSessions: (): string[] =>
      db
        .selectDistinct({ id: turns.sessionId })
        .from(turns)
        .where(and(eq(turns.status, "waiting"), isNull(turns.startedAt)))
        .all()
        .map(({ id }) => id),
  };
}
