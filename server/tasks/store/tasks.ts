import { and, count, desc, eq, gt, inArray, lt, max, min, sql } from "drizzle-orm";
import type { ListTasks, Task, TaskFilter, TaskStatus } from "../../../shared/task.ts";
import { keepAnswers } from "../../db/kept-answers.ts";
import type { Db } from "../../db/open.ts";
import { taskCounts, tasks, taskTags } from "../../db/tables/tasks.ts";
import { conditionsOf, indexesFor, isIn } from "./filter.ts";
import { createTaskPages } from "./pages.ts";

type Row = typeof tasks.$inferSelect;

/** A task as it is written: what is counted is not. A number makes it come back under that number. */
export type WrittenTask = Omit<Task, "number" | "subtasks"> & { number?: number };

export type TaskStore = ReturnType<typeof createTaskStore>;

export function createTaskStore(db: Db) {
  const byId = db
    .select()
    .from(tasks)
    .where(eq(tasks.id, sql.placeholder("id")))
    .prepare();

  const subtaskCounts = db
    .select({
      parentId: tasks.parentId,
      total: count(),
      done: sql<number>`sum(${tasks.status} = 'done')`,
    })
    .from(tasks)
    .where(
      sql`${tasks.parentId} in (select value from json_each(${sql.placeholder("ids")})) and ${tasks.status} <> 'cancelled'`,
    )
    .groupBy(tasks.parentId)
    .prepare();

  /** Counted for the rows of an answer only: a column of the query itself is counted for every row that it sorts. */
  function withSubtasks(rows: Row[]): Task[] {
    const ids = JSON.stringify(rows.map(({ id }) => id));
    const counts = new Map(subtaskCounts.all({ ids }).map((row) => [row.parentId, row]));
    return rows.map((row) => toTask(row, counts.get(row.id)));
  }

  const findPage = createTaskPages(db);

  function list(input: ListTasks) {
    const { numbers, nextCursor } = findPage(input);
    const rows = db.select().from(tasks).where(inArray(tasks.number, numbers)).all();
    const byNumber = new Map(withSubtasks(rows).map((task) => [task.number, task]));
    return { items: numbers.flatMap((number) => byNumber.get(number) ?? []), nextCursor };
  }

  const one = (row: Row): Task => toTask(row, subtaskCounts.get({ ids: JSON.stringify([row.id]) }));
  const oneIfAny = (row: Row | undefined): Task | undefined => row && one(row);

  return {
    find: (id: string): Task | undefined => oneIfAny(byId.get({ id })),

    findByNumber: (number: number): Task | undefined =>
      oneIfAny(db.select().from(tasks).where(eq(tasks.number, number)).get()),

    /** The occurrence that follows this one. */
    findNext: (id: string): Task | undefined =>
      oneIfAny(db.select().from(tasks).where(eq(tasks.previousId, id)).get()),

    insert: (task: WrittenTask): Task => one(db.insert(tasks).values(task).returning().get()),

    replace: ({ subtasks: _, ...task }: Task): Task =>
      one(db.update(tasks).set(task).where(eq(tasks.id, task.id)).returning().get()),

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

const toTask = (row: Row, counts: Task["subtasks"] | undefined): Task => ({
  ...row,
  subtasks: { total: counts?.total ?? 0, done: counts?.done ?? 0 },
});
