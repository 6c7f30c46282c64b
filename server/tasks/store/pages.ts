import { and, count, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { ListTasks, TaskSort, TaskStatus } from "../../../shared/task.ts";
import { behind, orderBy, toPage, type Key, type Order } from "../../db/keyset.ts";
import type { Db } from "../../db/open.ts";
import { prepareOnce } from "../../db/prepared.ts";
import { orderOfDue, orderOfPriority, tasks } from "../../db/tables/tasks.ts";
import { conditionsOf, indexesFor, isAlsoIn, numbersOf, type Index } from "./filter.ts";

const ORDERS: Record<TaskSort, Order> = {
  manual: { by: tasks.position, unique: tasks.number, direction: "asc" },
  created: { by: tasks.number, unique: tasks.number, direction: "desc" },
  updated: { by: tasks.updatedAt, unique: tasks.number, direction: "desc" },
  due: { by: orderOfDue(tasks.dueAt), unique: tasks.number, direction: "asc" },
  priority: { by: orderOfPriority(tasks.priority), unique: tasks.number, direction: "desc" },
};

/** To fetch and sort so many takes 3 ms: as long as it takes to come by a page of them in the order of 100,000 tasks. */
const FEW = 2_000;

type Keyed = { number: number; by: Key[0] };
const columnsOf = ({ by }: Order) => ({ number: tasks.number, by: sql<Key[0]>`${by}` });

/**
 * The numbers of the tasks of a page, in its order. SQLite keeps no figures of how many tasks an index has for a filter, so
 * it is told where to begin: with 100,000 tasks a wrong beginning takes 40 ms. Numbers alone are sorted, not whole tasks
 * with their descriptions.
 */
export function createTaskPages(db: Db) {
  function hasFew(index: Index): boolean {
    const counted = db
      .select({ count: count() })
      .from(sql`(${numbersOf(index)} limit ${FEW + 1})`)
      .get();
    return counted !== undefined && counted.count <= FEW;
  }

  /** The beginning of all tasks, or of those of a status: what is asked for most. */
  const first = prepareOnce((sort: TaskSort, of: "all" | "status") =>
    db
      .select(columnsOf(ORDERS[sort]))
      .from(tasks)
      .where(of === "status" ? eq(tasks.status, sql.placeholder("status")) : undefined)
      .orderBy(...orderBy(ORDERS[sort]))
      .limit(sql.placeholder("limit"))
      .prepare(),
  );

  return ({ sort = "created", cursor, limit = 50, status, ...filter }: ListTasks) => {
    const order = ORDERS[sort];
    const columns = columnsOf(order);
    const indexes = indexesFor(filter);
    const conditions = conditionsOf(filter);
    const statuses = [...new Set([status ?? []].flat())];
    const isPlain =
      cursor === undefined &&
      indexes.length === 0 &&
      conditions.every((condition) => condition === undefined);
    const hasStatus = statuses.length === 0 ? undefined : inArray(tasks.status, statuses);

    /** The tasks of an index, in an order. */
    const findFrom = (index: Index, ...by: SQL[]): Keyed[] =>
      db
        .select(columns)
        .from(sql.raw(index.name))
        .crossJoin(tasks)
        .where(
          and(
            index.has,
            sql`${tasks.number} = ${index.number}`,
            ...indexes.filter((other) => other !== index).map(isAlsoIn),
            ...conditions,
            hasStatus,
            behind(order, cursor),
          ),
        )
        .orderBy(...by)
        .limit(limit + 1)
        .all();

    /** Tasks in the order of the list, until there are enough that fit. */
    function findInOrder(status?: TaskStatus): Keyed[] {
      if (isPlain) return first(sort, status ? "status" : "all").all({ status, limit: limit + 1 });
      return db
        .select(columns)
        .from(tasks)
        .where(
          and(
            status && eq(tasks.status, status),
            ...indexes.map(isAlsoIn),
            ...conditions,
            behind(order, cursor),
          ),
        )
        .orderBy(...orderBy(order))
        .limit(limit + 1)
        .all();
    }

    function find(): Keyed[] {
      const [index, ...others] = indexes;
      const isNewest = sort === "created" && cursor === undefined && statuses.length === 0;
      // An index gives its newest first, and no more than are asked of it.
      if (index && isNewest && others.length === 0) return findFrom(index, sql`${index.number} desc`);
      const few = indexes.find(hasFew);
      if (few) return findFrom(few, ...orderBy(order));
      if (statuses.length === 0) return findInOrder();
      // Each by itself is in an index by its order; together they would be fetched and sorted.
      return statuses
        .flatMap(findInOrder)
        .sort(inOrder(order))
        .slice(0, limit + 1);
    }

    const rows = find();
    const page = toPage(
      rows.map(({ number, by }) => ({ number, key: [by, number] satisfies Key })),
      limit,
    );
    return { numbers: page.rows.map(({ number }) => number), nextCursor: page.nextCursor };
  };
}

/** As `orderBy` does it. */
function inOrder({ direction }: Order) {
  const sign = direction === "asc" ? 1 : -1;
  return (a: Keyed, b: Keyed): number =>
    a.by === b.by ? sign * (a.number - b.number) : a.by < b.by ? -sign : sign;
}
