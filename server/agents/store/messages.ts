import { and, asc, desc, eq, gt, isNull, lt, lte, max, min, sql, type SQL } from "drizzle-orm";
import type { Block, Message } from "../../../shared/message.ts";
import type { Db } from "../../db/open.ts";
import { prepareOnce, prepareWrite, type Placeholders } from "../../db/prepared.ts";
import { messages } from "../../db/tables/agents.ts";

type Row = typeof messages.$inferSelect;

const toMessage = ({ number: _number, ...message }: Row): Message => message;

type Span = { before: number | undefined; limit: number };

type NewMessage = Omit<Message, "id" | "seq" | "createdAt" | "parentToolUseId"> &
  Partial<Pick<Message, "id" | "createdAt" | "parentToolUseId">>;

export function createMessageStore(db: Db) {
  const byId = db
    .select()
    .from(messages)
    .where(eq(messages.id, sql.placeholder("id")))
    .prepare();
  const lastSeq = db
    .select({ seq: max(messages.seq) })
    .from(messages)
    .where(eq(messages.sessionId, sql.placeholder("sessionId")))
    .prepare();

  const inserting = prepareWrite(messages, (values: Placeholders<Message>) =>
    db.insert(messages).values(values).returning().prepare(),
  );
  const movingToEnd = prepareOnce(() => {
    const last = sql`(select max(other.seq) from ${messages} other where other.session_id = ${messages.sessionId})`;
    return db
      .update(messages)
      .set({ seq: sql`${last} + 1` })
      .where(and(eq(messages.id, sql.placeholder("id")), lt(messages.seq, last)))
      .returning()
      .prepare();
  });

  /** As it would stand at the end of its session. */
  const draft = (message: NewMessage): Message => ({
    id: Bun.randomUUIDv7(),
    createdAt: new Date(),
    parentToolUseId: null,
    ...message,
    seq: (lastSeq.get({ sessionId: message.sessionId })?.seq ?? 0) + 1,
  });

  function latest(sessionId: string, which: SQL, { before, limit }: Span): Message[] {
    const inFront = before === undefined ? undefined : lt(messages.seq, before);
    const rows = db
      .select()
      .from(messages)
      .where(and(eq(messages.sessionId, sessionId), which, inFront))
      .orderBy(desc(messages.seq))
      .limit(limit)
      .all();
    return rows.reverse().map(toMessage);
  }

  return {
    draft,

    /** Adds a message at the end of its session. */
    insert(message: NewMessage): Message {
      const { statement, params } = inserting(draft(message));
      return toMessage(statement.get(params));
    },

    /** Messages that were written elsewhere, at the places that they have there. */
    insertAt(given: readonly Message[]): void {
      for (const message of given) db.insert(messages).values(message).run();
    },

    /** The oldest message of a session that is there. */
    first(sessionId: string): Message | undefined {
      const lowest = db
        .select({ seq: min(messages.seq) })
        .from(messages)
        .where(eq(messages.sessionId, sessionId));
      const row = db
        .select()
        .from(messages)
        .where(and(eq(messages.sessionId, sessionId), eq(messages.seq, lowest)))
        .get();
      return row && toMessage(row);
    },

    /** Everything up to a `seq`, sub-agents' messages too, as the beginning of another session. */
    copy(from: string, to: string, upTo: number): void {
      // A random UUID (RFC 9562, version 4), made where the rows are: there may be tens of thousands.
      const newId = sql<string>`lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`;
      const { seq, role, content, parentToolUseId, state, createdAt } = messages;
      db.insert(messages)
        .select(
          db
            .select({
              number: sql<number>`null`.as("number"),
              id: newId.as("id"),
              sessionId: sql<string>`${to}`.as("session_id"),
              seq,
              role,
              content,
              parentToolUseId,
              state,
              createdAt,
            })
            .from(messages)
            .where(and(eq(messages.sessionId, from), lte(seq, upTo)))
            .orderBy(asc(seq)),
        )
        .run();
    },

    find(id: string): Message | undefined {
      const row = byId.get({ id });
      return row && toMessage(row);
    },

    setContent: (id: string, content: Block[], state: Message["state"]): Message =>
      toMessage(db.update(messages).set({ content, state }).where(eq(messages.id, id)).returning().get()),

    /** Of the conversation itself: the latest `limit` messages, or the ones in front of a `seq`; oldest first. */
    page: (sessionId: string, before: number | undefined, limit: number): Message[] =>
      latest(sessionId, isNull(messages.parentToolUseId), { before, limit }),

    /** Of the conversation itself: the messages behind a `seq`, oldest first. */
    pageAfter: (sessionId: string, after: number, limit: number): Message[] =>
      db
        .select()
        .from(messages)
        .where(
          and(eq(messages.sessionId, sessionId), isNull(messages.parentToolUseId), gt(messages.seq, after)),
        )
        .orderBy(asc(messages.seq))
        .limit(limit)
        .all()
        .map(toMessage),

    /** Of the sub-agent below a tool call: as `page`. */
    nested: (sessionId: string, parentToolUseId: string, span: Span): Message[] =>
      latest(sessionId, eq(messages.parentToolUseId, parentToolUseId), span),

    /** What comes behind a `seq`, sub-agents' messages among it, oldest first. */
    following: (sessionId: string, after: number, limit: number): Message[] =>
      db
        .select()
        .from(messages)
        .where(and(eq(messages.sessionId, sessionId), gt(messages.seq, after)))
        .orderBy(asc(messages.seq))
        .limit(limit)
        .all()
        .map(toMessage),

    /** Messages that say `streaming` though nothing writes them any more. */
    unfinished: (): Message[] =>
      db
        .select()
        .from(messages)
        .where(sql`${messages.state} = 'streaming'`) // A bound value would not find the partial index.
        .orderBy(asc(messages.number))
        .all()
        .map(toMessage),

    /** Whether the result of a tool call has been written down. */
    hasToolResult: (sessionId: string, toolUseId: string): boolean =>
      db
        .select({ id: messages.id })
        .from(messages)
        .where(
          and(
            eq(messages.sessionId, sessionId),
            eq(messages.role, "tool"),
            sql`exists (select 1 from json_each(${messages.content}) where value ->> 'toolUseId' = ${toolUseId})`,
          ),
        )
        .limit(1)
        .get() !== undefined,

    /** The conversation itself, whole, without what sub-agents said. */
    ofSession: (sessionId: string): Message[] =>
      db
        .select()
        .from(messages)
        .where(and(eq(messages.sessionId, sessionId), isNull(messages.parentToolUseId)))
        .orderBy(asc(messages.seq))
        .all()
        .map(toMessage),

    /** Puts a message behind all others of its session; undefined when it is there already. */
    moveToEnd(id: string): Message | undefined {
      const row = movingToEnd().get({ id });
      return row && toMessage(row);
    },
  };
}
