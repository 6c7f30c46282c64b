import { and, eq, gte, inArray, isNull, lt, or, sql, type SQL } from "drizzle-orm";
import { taskNumberIn, type TaskFilter } from "../../../shared/task.ts";
import { beginsWords, wordsOf } from "../../db/full-text.ts";
import { tasks } from "../../db/tables/tasks.ts";

/** What has to hold of a task for the filter to let it through. */
export function conditionsOf(filter: TaskFilter): (SQL | undefined)[] {
  const { status, priority, tag, due, parentId, query } = filter;
  return [
    status && inArray(tasks.status, [status].flat()),
    priority && inArray(tasks.priority, [priority].flat()),
    ...[tag ?? []].flat().map(hasTag),
    due === "none" ? isNull(tasks.dueAt) : undefined,
    due !== undefined && due !== "none" && due.from ? gte(tasks.dueAt, due.from) : undefined,
    due !== undefined && due !== "none" && due.before ? lt(tasks.dueAt, due.before) : undefined,
    parentId === null ? HAS_NO_PARENT : undefined,
    parentId ? eq(tasks.parentId, parentId) : undefined,
    query === undefined ? undefined : finds(query),
  ];
}

/** A parent that was removed is none. */
const HAS_NO_PARENT = sql`not exists (select 1 from tasks parent where parent.id = ${tasks.parentId})`;

/**
 * The full-text index, which holds the tags too, leaves few tasks to look into: of 100,000, a seldom tag takes 1 ms
 * instead of 30. It does not tell columns apart (`detail=none`), and knows no tag of signs alone.
 */
function hasTag(tag: string): SQL | undefined {
  const words = wordsOf(tag).map((word) => `"${word}"`);
  const isTag = sql`exists (select 1 from json_each(${tasks.tags}) where value = ${tag.toLowerCase()})`;
  return words.length === 0 ? isTag : and(matches(words.join(" ")), isTag);
}

const matches = (expression: string): SQL =>
  sql`${tasks.number} in (select rowid from tasks_fts where tasks_fts match ${expression})`;

/** Without a word to look for, such as while the first character is a `#`, it is no condition. */
function finds(query: string): SQL | undefined {
  const words = wordsOf(query);
  if (words.length === 0) return undefined;
  const match = matches(beginsWords(words));
  const number = taskNumberIn(query);
  return number === undefined ? match : or(eq(tasks.number, number), match);
}
