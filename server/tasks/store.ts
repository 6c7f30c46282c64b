import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { ListTasks, Task, TaskSort } from "../../shared/task.ts";
import { behind, orderBy, toPage, type Key, type Order } from "../db/keyset.ts";
import { contains } from "../db/like.ts";
import type { Db } from "../db/open.ts";
import { tasks } from "../db/tables/tasks.ts";

export type NewTask = Omit<Task, "number">;

/** Behind every date: tasks without a due date come last. 8.64e15 ms is the last date that JavaScript can hold. */
const NEVER = 8.64e15;

const ORDERS: Record<TaskSort, Order> = {
  created: { by: tasks.number, unique: tasks.number, direction: "desc" },
  updated: { by: tasks.updatedAt, unique: tasks.number, direction: "desc" },
  due: {
    by: sql`coalesce(${tasks.dueAt}, ${sql.raw(String(NEVER))})`,
    unique: tasks.number,
    direction: "asc",
  },
  priority: {
    by: sql`case ${tasks.priority} when 'urgent' then 3 when 'high' then 2 when 'medium' then 1 else 0 end`,
    unique: tasks.number,
    direction: "desc",
  },
};

export function createTaskStore(db: Db) {
  const byId = db
    .select()
    .from(tasks)
    .where(eq(tasks.id, sql.placeholder("id")))
    .prepare();

  return {
    insert: (task: NewTask): Task => db.insert(tasks).values(task).returning().get(),

    /** Puts a removed task back, under its own number. */
    reinsert: (task: Task): Task => db.insert(tasks).values(task).returning().get(),

    find: (id: string): Task | undefined => byId.get({ id }),

    findByNumber: (number: number): Task | undefined =>
      db.select().from(tasks).where(eq(tasks.number, number)).get(),

    replace: (task: Task): Task => db.update(tasks).set(task).where(eq(tasks.id, task.id)).returning().get(),

    remove: (id: string): void => db.delete(tasks).where(eq(tasks.id, id)).run(),

    counts: () =>
      db
        .select({ status: tasks.status, count: sql<number>`count(*)` })
        .from(tasks)
        .groupBy(tasks.status)
        .all(),

    list({ status, priority, tag, query, sort = "created", cursor, limit = 50 }: ListTasks) {
      const order = ORDERS[sort];
      const words = query?.split(/\s+/).filter((word) => word !== "") ?? [];
      const rows = db
        .select({ task: tasks, by: sql<number>`${order.by}` })
        .from(tasks)
        .where(
          and(
            status && inArray(tasks.status, [status].flat()),
            priority && eq(tasks.priority, priority),
            tag
              ? sql`exists (select 1 from json_each(${tasks.tags}) where value = ${tag.toLowerCase()})`
              : undefined,
            ...words.map((word) =>
              or(contains(tasks.title, word), contains(tasks.description, word), contains(tasks.tags, word)),
            ),
            behind(order, cursor),
          ),
        )
        .orderBy(...orderBy(order))
        .limit(limit + 1)
        .all()
        .map(({ task, by }) => ({ task, key: [by, task.number] satisfies Key }));
      const page = toPage(rows, limit);
      return { items: page.rows.map(({ task }) => task), nextCursor: page.nextCursor };
    },
  };
}
