import { and, asc, desc, eq, lt, max, sql } from "drizzle-orm";
import type { Block, Message } from "../../../shared/message.ts";
import type { Db } from "../../db/open.ts";
import { messages } from "../../db/tables/agents.ts";

type Row = typeof messages.$inferSelect;

const toMessage = ({ number: _number, ...message }: Row): Message => message;

export function createMessageStore(db: Db) {
  return {
    /** Adds a message at the end of its session. */
    insert(
      message: Omit<Message, "id" | "seq" | "createdAt" | "parentToolUseId"> &
        Partial<Pick<Message, "parentToolUseId">>,
    ): Message {
      const last = db
        .select({ seq: max(messages.seq) })
        .from(messages)
        .where(eq(messages.sessionId, message.sessionId))
        .get();
      const row = { ...message, id: Bun.randomUUIDv7(), seq: (last?.seq ?? 0) + 1, createdAt: new Date() };
      return toMessage(db.insert(messages).values(row).returning().get());
    },

    find(id: string): Message | undefined {
      const row = db.select().from(messages).where(eq(messages.id, id)).get();
      return row && toMessage(row);
    },

    setContent: (id: string, content: Block[], state: Message["state"]): Message =>
      toMessage(db.update(messages).set({ content, state }).where(eq(messages.id, id)).returning().get()),

    /** The latest `limit` messages, or the ones in front of a `seq`; oldest first. */
    page(sessionId: string, before: number | undefined, limit: number): Message[] {
      const rows = db
        .select()
        .from(messages)
        .where(
          and(eq(messages.sessionId, sessionId), before === undefined ? undefined : lt(messages.seq, before)),
        )
        .orderBy(desc(messages.seq))
        .limit(limit)
        .all();
      return rows.reverse().map(toMessage);
    },

    /** Messages that say `streaming` though nothing writes them any more. */
    unfinished: (): Message[] =>
      db
        .select()
        .from(messages)
        .where(eq(messages.state, "streaming"))
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

    ofSession: (sessionId: string): Message[] =>
      db
        .select()
        .from(messages)
        .where(eq(messages.sessionId, sessionId))
        .orderBy(asc(messages.seq))
        .all()
        .map(toMessage),

    /** Puts a message behind all others of its session; undefined when it is there already. */
    moveToEnd(id: string): Message | undefined {
      const last = sql`(select max(other.seq) from ${messages} other where other.session_id = ${messages.sessionId})`;
      const row = db
        .update(messages)
        .set({ seq: sql`${last} + 1` })
        .where(and(eq(messages.id, id), lt(messages.seq, last)))
        .returning()
        .get();
      return row && toMessage(row);
    },
  };
}
