import { and, count, desc, eq, getTableColumns, gt, inArray, lt, max, min, sql } from "drizzle-orm";
import { Task, type ListTasks, type TaskFilter, type TaskStatus } from "../../../shared/task.ts";
import { keepAnswers } from "../../db/kept-answers.ts";
import { inTheirOrder } from "../../db/keyset.ts";
import type { Db } from "../../db/open.ts";
import { taskCounts, tasks, taskTags } from "../../db/tables/tasks.ts";
import { conditionsOf, indexesFor, isIn } from "./filter.ts";
import { createTaskPages } from "./pages.ts";

const NO_SUBTASKS = "";

/** Counted only where there are any, which is seldom. Drizzle leaves the table out of the names of columns. */
const subtasks = sql`case when exists (select 1 from tasks child where child.parent_id = tasks.id)
  then (select json_object('total', count(*), 'done', count(*) filter (where child.status = 'done'))
    from tasks child where child.parent_id = tasks.id and child.status <> 'cancelled')
  else ${sql.raw(`'${NO_SUBTASKS}'`)} end`.mapWith(readSubtasks);
const columns = { ...getTableColumns(tasks), subtasks };

const { subtasks: Subtasks } = Task.shape;

function readSubtasks(json: string): Task["subtasks"] {
  return json === NO_SUBTASKS ? { total: 0, done: 0 } : Subtasks.parse(JSON.parse(json));
}

/** A task as it is written: what is counted is not. A number makes it come back under that number. */
export type WrittenTask = Omit<Task, "number" | "subtasks"> & { number?: number };

export type TaskStore = ReturnType<typeof createTaskStore>;

export function createTaskStore(db: Db) {
  const byId = db
    .select(columns)
    .from(tasks)
    .where(eq(tasks.id, sql.placeholder("id")))
    .prepare();

  const byNumbers = db
    .select(columns)
    .from(tasks)
    .where(sql`${tasks.number} in (select value from json_each(${sql.placeholder("numbers")}))`)
    .prepare();

  const findPage = createTaskPages(db);

  function list(input: ListTasks) {
    const { numbers, nextCursor } = findPage(input);
    const found = byNumbers.all({ numbers: JSON.stringify(numbers) });
    return { items: inTheirOrder(numbers, found, ({ number }) => number), nextCursor };
  }

  return {
    find: (id: string): Task | undefined => byId.get({ id }),

    findByNumber: (number: number): Task | undefined =>
      db.select(columns).from(tasks).where(eq(tasks.number, number)).get(),

    /** The occurrence that follows this one. */
    findNext: (id: string): Task | undefined =>
      db.select(columns).from(tasks).where(eq(tasks.previousId, id)).get(),

    insert: (task: WrittenTask): Task => db.insert(tasks).values(task).returning(columns).get(),

    replace: ({ subtasks: _, ...task }: Task): Task =>
      db.update(tasks).set(task).where(eq(tasks.id, task.id)).returning(columns).get(),

    remove: (id: string): void => db.delete(tasks).where(eq(tasks.id, id)).run(),

    childrenOf: (ids: readonly string[]): string[] =>
      db
        .select({ id: tasks.id })
        .from(tasks)
        .where(inArray(tasks.parentId, [...ids]))
        .all()
        .map(({ id }) => id),

    firstPosition: (): string | null =>
      db
        .select({ position: min(tasks.position) })
        .from(tasks)
        .get()?.position ?? null,

    /** The place directly above, as if the tasks `without` were not there. */
    positionBefore: (position: string, without: readonly string[]): string | null =>
      db
        .select({ position: max(tasks.position) })
        .from(tasks)
        .where(and(lt(tasks.position, position), isNoneOf(without)))
        .get()?.position ?? null,

    positionAfter: (position: string, without: readonly string[] = []): string | null =>
      db
        .select({ position: min(tasks.position) })
        .from(tasks)
        .where(and(gt(tasks.position, position), isNoneOf(without)))
        .get()?.position ?? null,

    isTaken: (position: string): boolean =>
      db.select({ id: tasks.id }).from(tasks).where(eq(tasks.position, position)).limit(1).get() !==
      undefined,

    counts({ status: _, ...filter }: TaskFilter): { status: TaskStatus; count: number }[] {
      if (Object.values(filter).every((part) => part === undefined))
        return db.select().from(taskCounts).all();
      return db
        .select({ status: tasks.status, count: count() })
        .from(tasks)
        .where(and(...indexesFor(filter).map(isIn), ...conditionsOf(filter)))
        .groupBy(tasks.status)
        .all();
    },

    /** Every tag in use, the most used first. */
    tags: (): { tag: string; count: number }[] =>
      db
        .select({ tag: taskTags.tag, count: count() })
        .from(taskTags)
        .groupBy(taskTags.tag)
        .orderBy(desc(count()), taskTags.tag)
        .all(),

    list: keepAnswers(db, list),
  };
}

const isNoneOf = (ids: readonly string[]) =>
  sql`${tasks.id} not in (select value from json_each(${JSON.stringify(ids)}))`;
