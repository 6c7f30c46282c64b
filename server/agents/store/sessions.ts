import { and, desc, eq, getTableColumns, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { ListSessions, Session, SessionSort, SessionStatus } from "../../../shared/session.ts";
import { behind, inTheirOrder, orderBy, toPage, type Key, type Order } from "../../db/keyset.ts";
import { keepAnswers } from "../../db/kept-answers.ts";
import { contains, startsWith } from "../../db/like.ts";
import type { Db } from "../../db/open.ts";
import { prepareOnce, prepareWrite, type Placeholders } from "../../db/prepared.ts";
import { messages, sessions, turns } from "../../db/tables/agents.ts";

const ORDERS: Record<SessionSort, Order> = {
  created: { by: sessions.createdAt, unique: sessions.id, direction: "desc" },
  updated: { by: sessions.updatedAt, unique: sessions.id, direction: "desc" },
  cost: { by: sessions.costUsd, unique: sessions.id, direction: "desc" },
  // What is at work first, running before waiting, then what has ended badly; the newest of each first. The web app
  // places live changes by the same rule (client/src/api/session-lists.ts).
  status: {
    by: sql`case ${sessions.status} when 'running' then 5 when 'waiting' then 4 when 'queued' then 3 when 'failed' then 2 when 'interrupted' then 1 else 0 end`,
    unique: sessions.id,
    direction: "desc",
  },
};

const keysOf = ({ by }: Order) => ({ id: sessions.id, by: sql<Key[0]>`${by}` });
const inArchive = (isIn: boolean) => (isIn ? isNotNull : isNull)(sessions.archivedAt);

/** As many as a page of a list has at most. */
const MOST_AT_WORK = 200;

/** What only some ask for, and what is long. */
const {
  allowedTools: _allowedTools,
  mcpOff: _mcpOff,
  commands: _commands,
  instructions: _instructions,
  baseCommit: _baseCommit,
  leftOut: _leftOut,
  ...ownColumns
} = getTableColumns(sessions);
const queued = sql`from ${turns} where ${turns.sessionId} = ${sessions.id} and ${turns.status} = 'queued'`;
const NONE = "";
const columns = {
  ...ownColumns,
  // Put in order only where there are any, which is seldom.
  queuedMessageIds: sql`case when exists (select 1 ${queued})
    then (select json_group_array(${turns.messageId} order by ${turns.number}) ${queued})
    else ${sql.raw(`'${NONE}'`)} end`.mapWith(readIds),
};

const Ids = z.array(z.string());

function readIds(json: string): string[] {
  return json === NONE ? [] : Ids.parse(JSON.parse(json));
}

export function createSessionStore(db: Db) {
  const byId = db
    .select(columns)
    .from(sessions)
    .where(eq(sessions.id, sql.placeholder("id")))
    .prepare();
  const find = (id: string): Session | undefined => byId.get({ id });

  const byIds = db
    .select(columns)
    .from(sessions)
    .where(sql`${sessions.id} in (select value from json_each(${sql.placeholder("ids")}))`)
    .prepare();

  const changing = prepareWrite(
    sessions,
    (values: Placeholders<Partial<Omit<Session, "id" | "queuedMessageIds">>>) =>
      db
        .update(sessions)
        .set(values)
        .where(eq(sessions.id, sql.placeholder("id")))
        .prepare(),
  );

  /** The beginning of all that are in the archive, or not: what is asked for most. */
  const first = prepareOnce((sort: SessionSort, of: "archive" | "list") =>
    db
      .select(keysOf(ORDERS[sort]))
      .from(sessions)
      .where(inArchive(of === "archive"))
      .orderBy(...orderBy(ORDERS[sort]))
      .limit(sql.placeholder("limit"))
      .prepare(),
  );

  /** The ids first: whole sessions, with all that a list shows of them, would be sorted. */
  function list({
    query,
    status,
    taskId,
    pinned,
    archived = false,
    sort = "updated",
    cursor,
    limit = 50,
  }: ListSessions) {
    const order = ORDERS[sort];
    const text = query?.trim();
    const condition = and(
      status && inArray(sessions.status, [status].flat()),
      taskId === undefined ? undefined : eq(sessions.taskId, taskId),
      pinned === undefined ? undefined : (pinned ? isNotNull : isNull)(sessions.pinnedAt),
      text
        ? or(
            contains(sessions.prompt, text),
            contains(sessions.title, text),
            startsWith(sessions.id, text),
            startsWith(sessions.claudeSessionId, text),
          )
        : undefined,
      behind(order, cursor),
    );
    const keys = condition
      ? db
          .select(keysOf(order))
          .from(sessions)
          .where(and(condition, inArchive(archived)))
          .orderBy(...orderBy(order))
          .limit(limit + 1)
          .all()
      : first(sort, archived ? "archive" : "list").all({ limit: limit + 1 });
    const page = toPage(
      keys.map(({ id, by }) => ({ id, key: [by, id] satisfies Key })),
      limit,
    );
    const ids = page.rows.map(({ id }) => id);
    const found = byIds.all({ ids: JSON.stringify(ids) });
    return { items: inTheirOrder(ids, found, ({ id }) => id), nextCursor: page.nextCursor };
  }

  function findWritten(id: string): Session {
    const session = find(id);
    if (!session) throw new Error(`session ${id} is not there after it was written`);
    return session;
  }

  return {
    insert({ queuedMessageIds: _queued, ...session }: Session): Session {
      db.insert(sessions)
        .values({ ...session, allowedTools: [] })
        .run();
      return findWritten(session.id);
    },

    find,

    update(id: string, { queuedMessageIds: _queued, ...change }: Partial<Omit<Session, "id">>): Session {
      const { statement, params } = changing({ ...change, updatedAt: new Date() });
      statement.run({ ...params, id });
      return findWritten(id);
    },

    /** What its owner calls it and where they keep it is no news of its conversation. */
    label(id: string, change: Partial<Pick<Session, "title" | "pinnedAt" | "archivedAt">>): Session {
      db.update(sessions).set(change).where(eq(sessions.id, id)).run();
      return findWritten(id);
    },

    /** The sessions that go on with these conversations of the CLI: Porter's ids by the CLI's. */
    byClaudeId: (claudeSessionIds: string[]): Map<string, string> =>
      new Map(
        db
          .select({ claudeSessionId: sessions.claudeSessionId, id: sessions.id })
          .from(sessions)
          .where(inArray(sessions.claudeSessionId, claudeSessionIds))
          .all()
          .map(({ claudeSessionId, id }) => [claudeSessionId ?? "", id]),
      ),

    /** Imported ones whose oldest messages are not there yet. */
    halfImported: (): string[] =>
      db
        .select({ id: sessions.id })
        .from(sessions)
        .where(
          and(
            eq(sessions.origin, "imported"),
            sql`(select min(${messages.seq}) from ${messages} where ${messages.sessionId} = ${sessions.id}) > 1`,
          ),
        )
        .all()
        .map(({ id }) => id),

    inState: (states: SessionStatus[]): Pick<Session, "id" | "status">[] =>
      db
        .select({ id: sessions.id, status: sessions.status })
        .from(sessions)
        .where(inArray(sessions.status, states))
        .orderBy(desc(sessions.id))
        .limit(MOST_AT_WORK)
        .all(),

    allowedTools: (id: string): string[] =>
      db.select({ tools: sessions.allowedTools }).from(sessions).where(eq(sessions.id, id)).get()?.tools ??
      [],

    setAllowedTools: (id: string, allowedTools: string[]): void =>
      db.update(sessions).set({ allowedTools }).where(eq(sessions.id, id)).run(),

    list: keepAnswers(db, list),
  };
}
