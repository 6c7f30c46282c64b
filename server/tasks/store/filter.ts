import { eq, gte, inArray, isNull, lt, or, sql, type SQL } from "drizzle-orm";
import { taskNumberIn, type TaskFilter } from "../../../shared/task.ts";
import { beginsWords, wordsOf } from "../../db/full-text.ts";
import { tasks } from "../../db/tables/tasks.ts";

/** An index with numbers of tasks: which it has for a filter, and how it gives them newest first. */
export type Index = { name: "task_tags" | "tasks_fts"; number: SQL; has: SQL };

/** The indexes that have the tasks of a filter. */
export function indexesFor({ tag, query }: Pick<TaskFilter, "tag" | "query">): Index[] {
  const words = query === undefined ? [] : wordsOf(query);
  // A number stands for a task too, which no word may have.
  const isText = words.length > 0 && taskNumberIn(query ?? "") === undefined;
  return [...[tag ?? []].flat().map((each) => tagged(each)), ...(isText ? [worded(words)] : [])];
}

const tagged = (tag: string): Index => ({
  name: "task_tags",
  number: sql`task_tags.number`,
  has: sql`task_tags.tag = ${tag.toLowerCase()}`,
});

const worded = (words: readonly string[]): Index => ({
  name: "tasks_fts",
  number: sql`tasks_fts.rowid`,
  has: sql`tasks_fts match ${beginsWords(words)}`,
});

export const numbersOf = ({ name, number, has }: Index): SQL =>
  sql`select ${number} from ${sql.raw(name)} where ${has}`;

/** What has to hold of a task for the filter to let it through, beside being in the indexes and its status. */
export function conditionsOf({ priority, due, parentId, query }: TaskFilter): (SQL | undefined)[] {
  return [
    priority && inArray(tasks.priority, [priority].flat()),
    due === "none" ? isNull(tasks.dueAt) : undefined,
    due !== undefined && due !== "none" && due.from ? gte(tasks.dueAt, due.from) : undefined,
    due !== undefined && due !== "none" && due.before ? lt(tasks.dueAt, due.before) : undefined,
    parentId === null ? HAS_NO_PARENT : undefined,
    parentId ? eq(tasks.parentId, parentId) : undefined,
    query === undefined ? undefined : hasNumber(query),
  ];
}

/** A parent that was removed is none. */
const HAS_NO_PARENT = sql`not exists (select 1 from tasks parent where parent.id = ${tasks.parentId})`;

function hasNumber(query: string): SQL | undefined {
  const number = taskNumberIn(query);
  if (number === undefined) return undefined;
  return or(eq(tasks.number, number), isIn(worded(wordsOf(query))));
}

/** SQLite may begin with the numbers and fetch these tasks. */
export const isIn = (index: Index): SQL => sql`${tasks.number} in (${numbersOf(index)})`;

/** SQLite may not: it looks up those that come in the order of a list, one by one. */
export const isAlsoIn = (index: Index): SQL =>
  index.name === "task_tags"
    ? sql`exists (${numbersOf(index)} and ${index.number} = +${tasks.number})`
    : sql`+${tasks.number} in (${numbersOf(index)})`;
