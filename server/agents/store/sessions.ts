import { and, desc, eq, getTableColumns, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { ListSessions, Session, SessionSort, SessionStatus } from "../../../shared/session.ts";
import { behind, orderBy, toPage, type Key, type Order } from "../../db/keyset.ts";
import { keepAnswers } from "../../db/kept-answers.ts";
import { contains, startsWith } from "../../db/like.ts";
import type { Db } from "../../db/open.ts";
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
const columns = {
  ...ownColumns,
  queuedMessageIds: sql`(select json_group_array(${turns.messageId} order by ${turns.number}) from ${turns}
    where ${turns.sessionId} = ${sessions.id} and ${turns.status} = 'queued')`.mapWith(readIds),
};

const Ids = z.array(z.string());

function readIds(json: string): string[] {
  return Ids.parse(JSON.parse(json));
}

export function createSessionStore(db: Db) {
  const byId = db
    .select(columns)
    .from(sessions)
    .where(eq(sessions.id, sql.placeholder("id")))
    .prepare();
  const find = (id: string): Session | undefined => byId.get({ id });

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
    const rows = db
      .select({ session: columns, by: sql<number>`${order.by}` })
      .from(sessions)
      .where(
        and(
          status && inArray(sessions.status, [status].flat()),
          taskId === undefined ? undefined : eq(sessions.taskId, taskId),
          pinned === undefined ? undefined : (pinned ? isNotNull : isNull)(sessions.pinnedAt),
          (archived ? isNotNull : isNull)(sessions.archivedAt),
          text
            ? or(
                contains(sessions.prompt, text),
                contains(sessions.title, text),
                startsWith(sessions.id, text),
                startsWith(sessions.claudeSessionId, text),
              )
            : undefined,
          behind(order, cursor),
        ),
      )
      .orderBy(...orderBy(order))
      .limit(limit + 1)
      .all()
      .map(({ session, by }) => ({ session, key: [by, session.id] satisfies Key }));
    const page = toPage(rows, limit);
    return { items: page.rows.map(({ session }) => session), nextCursor: page.nextCursor };
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
      db.update(sessions)
        .set({ ...change, updatedAt: new Date() })
        .where(eq(sessions.id, id))
        .run();
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
