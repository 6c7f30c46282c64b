import { and, eq, getTableName, isNull, ne, sql, type SQL, type Table } from "drizzle-orm";
import type { SearchKind } from "../../shared/search.ts";
import type { Db } from "../db/open.ts";
import { messages, sessions } from "../db/tables/agents.ts";
import { calendarItems, calendars } from "../db/tables/calendar.ts";
import { notifications } from "../db/tables/notifications.ts";
import { tasks } from "../db/tables/tasks.ts";
import type { Known } from "./misspelling.ts";

/**
 * So many rows of a kind are ranked: the newest that match. Tasks and events are looked for by their names, also old ones;
 * of the rest rather what is new. The index gives them in the order of their row ids while it is read, so a word of a
 * million messages costs what a rare one does. FTS5's own ranking (bm25) would walk all of them to count; it also needs
 * positions, which these indexes do not keep.
 */
export const CANDIDATES: Record<SearchKind, number> = {
  task: 200,
  event: 200,
  session: 100,
  message: 100,
  notification: 100,
};

/**
 * The index has the beginnings of up to four letters, newest rows first (drizzle/0002_search.sql). For a longer one it first
 * gathers the rows of all words that begin so: 14 ms for 100,000 of them, against 0.2 ms for the newest rows of two words.
 */
const INDEXED = 4;
/** With more words, which take 40 µs each, it is as well gathered. */
const FEW_WORDS = 100;
/** So many characters of a long text are ranked. */
const RANKED = 20_000;

const TABLES: Record<SearchKind, Table> = {
  task: tasks,
  event: calendarItems,
  session: sessions,
  message: messages,
  notification: notifications,
};
const indexOf = (kind: SearchKind, suffix: "fts" | "words" | "instances"): SQL =>
  sql.raw(`${getTableName(TABLES[kind])}_${suffix}`);

/** The newest rows of an index that match, by a column of it. */
const newest = (kind: SearchKind, column: "rowid" | "session_id"): SQL => {
  const index = indexOf(kind, "fts");
  return sql`(select ${sql.raw(column)} from ${index} where ${index} match ${sql.placeholder("expression")} order by rowid desc limit ${CANDIDATES[kind]})`;
};

function ofEachKind<Each>(make: (kind: SearchKind) => Each): Record<SearchKind, Each> {
  return {
    task: make("task"),
    event: make("event"),
    session: make("session"),
    message: make("message"),
    notification: make("notification"),
  };
}

const textOfMessage = sql<string>`(select group_concat(value ->> 'text', char(10)) from json_each(${messages.content}) where value ->> 'type' = 'text')`;

/** Behind all words that begin so. */
const endOf = (beginning: string): string => `${beginning}\u{10FFFF}`;

export type SearchStore = ReturnType<typeof createSearchStore>;

export function createSearchStore(db: Db) {
  const taskColumns = {
    number: tasks.number,
    id: tasks.id,
    title: tasks.title,
    body: sql<string>`substr(${tasks.description}, 1, ${RANKED})`,
    tags: tasks.tags,
    status: tasks.status,
    at: tasks.updatedAt,
  };
  const findTasks = db
    .select(taskColumns)
    .from(tasks)
    .where(sql`${tasks.number} in ${newest("task", "rowid")}`)
    .prepare();
  const findEvents = db
    .select({
      id: calendarItems.id,
      title: calendarItems.title,
      place: calendarItems.location,
      body: sql<string>`substr(${calendarItems.description}, 1, ${RANKED})`,
      startAt: calendarItems.startAt,
      lastAt: calendarItems.lastAt,
    })
    .from(calendarItems)
    .innerJoin(calendars, and(eq(calendars.id, calendarItems.calendarId), calendars.isShown))
    .where(
      and(sql`${calendarItems.number} in ${newest("event", "rowid")}`, ne(calendarItems.status, "cancelled")),
    )
    .prepare();
  const findSessions = db
    .select({ id: sessions.id, title: sessions.title, status: sessions.status, at: sessions.updatedAt })
    .from(sessions)
    .where(sql`${sessions.id} in ${newest("session", "session_id")}`)
    .prepare();
  const findMessages = db
    .select({
      id: messages.id,
      sessionId: messages.sessionId,
      seq: messages.seq,
      title: sessions.title,
      body: sql<string>`substr(${textOfMessage}, 1, ${RANKED})`,
      at: messages.createdAt,
    })
    .from(messages)
    .innerJoin(sessions, eq(sessions.id, messages.sessionId))
    // A sub-agent's have no place of their own to lead to.
    .where(and(sql`${messages.number} in ${newest("message", "rowid")}`, isNull(messages.parentToolUseId)))
    .prepare();
  const findNotifications = db
    .select({
      id: notifications.id,
      title: notifications.title,
      body: notifications.body,
      link: notifications.link,
      at: notifications.createdAt,
    })
    .from(notifications)
    .where(sql`${notifications.number} in ${newest("notification", "rowid")}`)
    .prepare();

  const any = ofEachKind((kind) => {
    const index = indexOf(kind, "fts");
    return db
      .select({ rowId: sql`rowid` })
      .from(index)
      .where(sql`${index} match ${sql.placeholder("expression")}`)
      .limit(1)
      .prepare();
  });
  const words = ofEachKind((kind) =>
    db
      .select({ word: sql<string>`term`, texts: sql<number>`doc` })
      .from(indexOf(kind, "words"))
      .where(sql`term >= ${sql.placeholder("beginning")} and term < ${sql.placeholder("end")}`)
      .prepare(),
  );

  // From a word to the next one behind it, without a look at the texts of either.
  const begun = ofEachKind((kind) => {
    const index = indexOf(kind, "instances");
    return db
      .select({ word: sql<string>`word` })
      .from(
        sql`(with recursive each(word) as (
          select (select term from ${index} where term >= ${sql.placeholder("beginning")} limit 1)
          union all
          select (select term from ${index} where term >= each.word || char(1) limit 1) from each
          where each.word < ${sql.placeholder("end")}
        ) select word from each where word < ${sql.placeholder("end")} limit ${FEW_WORDS + 1})`,
      )
      .prepare();
  });

  return {
    tasks: (expression: string) => findTasks.all({ expression }),
    events: (expression: string) => findEvents.all({ expression }),
    sessions: (expression: string) => findSessions.all({ expression }),
    messages: (expression: string) => findMessages.all({ expression }),
    notifications: (expression: string) => findNotifications.all({ expression }),

    findTask: (number: number) => db.select(taskColumns).from(tasks).where(eq(tasks.number, number)).get(),

    /** All of a message's text. */
    textOf: (id: string): string =>
      db.select({ text: textOfMessage }).from(messages).where(eq(messages.id, id)).get()?.text ?? "",

    /** Whether anything of a kind matches at all. */
    matches: (kind: SearchKind, expression: string): boolean => any[kind].get({ expression }) !== undefined,

    /**
     * The words of an index that begin so, where they find its newest rows faster than the beginning does: undefined for a
     * short beginning, one of many words, and one that the tokenizer may write otherwise than it is folded here.
     */
    fewWords(kind: SearchKind, beginning: string): string[] | undefined {
      if (beginning.length <= INDEXED || !/^[a-z0-9]*$/.test(beginning)) return undefined;
      const words = begun[kind].all({ beginning, end: endOf(beginning) }).map(({ word }) => word);
      return words.length > FEW_WORDS ? undefined : words;
    },

    /** The words of an index that begin so, and in how many texts each stands. */
    words: (kind: SearchKind, beginning: string): Known[] =>
      words[kind].all({ beginning, end: endOf(beginning) }),
  };
}
