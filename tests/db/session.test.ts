import { expect, test } from "bun:test";
import { count, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/bun-sqlite";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { comments, tasks } from "../../server/db/tables/tasks.ts";
import { events } from "../../server/db/tables/events.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

/** Every way in which a query names what it wants. */
const QUERIES: Record<string, (db: ScratchDatabase["db"]) => { all: () => unknown; get: () => unknown }> = {
  "all columns": (db) => db.select().from(tasks).orderBy(tasks.number),
  "JSON with dates": (db) => db.select().from(events).orderBy(events.id),
  "SQL, as it is, mapped, and under a name": (db) =>
    db
      .select({
        id: tasks.id,
        length: sql<number>`length(${tasks.title})`,
        tags: sql`${tasks.tags}`.mapWith(tasks.tags),
        title: sql<string>`upper(${tasks.title})`.as("title"),
      })
      .from(tasks)
      .orderBy(tasks.number),
  "groups, and tables as groups": (db) =>
    db
      .select({ task: tasks, comment: { text: comments.text, at: comments.createdAt }, number: tasks.number })
      .from(tasks)
      .innerJoin(comments, eq(comments.taskId, tasks.id)),
  "a join that finds nothing for some": (db) =>
    db.select().from(tasks).leftJoin(comments, eq(comments.taskId, tasks.id)).orderBy(tasks.number),
  "a subquery": (db) =>
    db
      .select({
        id: tasks.id,
        comments: db
          .select({ n: count().as("n") })
          .from(comments)
          .as("n"),
      })
      .from(tasks),
  "no row": (db) => db.select().from(tasks).where(eq(tasks.id, "none")),
};

test.each(Object.keys(QUERIES))("rows are read as Drizzle's own driver reads them: %s", (name) => {
  using scratch = openScratchDatabase();
  const { id } = scratch.tasks.create({ title: "Fence", tags: ["a"], dueAt: new Date(0) }, "owner");
  scratch.comments.add({ taskId: id, text: "Soon." }, "owner");
  scratch.tasks.create({ title: "Gate" }, "owner");
  const [ours, theirs] = [scratch.db, drizzle(scratch.db.$client)].map((db) => QUERIES[name]?.(db));
  expect(ours?.all()).toEqual(theirs?.all());
  expect(ours?.get()).toEqual(theirs?.get());
});

test("a query has its statement of the time before, with the values of this time", () => {
  using scratch = openScratchDatabase();
  const titled = (title: string) => scratch.db.select().from(tasks).where(eq(tasks.title, title)).prepare();
  for (const title of ["Fence", "Gate"]) scratch.tasks.create({ title }, "owner");
  const [fence, gate] = [titled("Fence"), titled("Gate")];
  expect([gate.get()?.title, fence.get()?.title, gate.all().length]).toEqual(["Gate", "Fence", 1]);
});

test("a close leaves no WAL, whatever was asked", () => {
  using scratch = openScratchDatabase();
  scratch.tasks.create({ title: "Fence" }, "owner");
  const wal = join(scratch.dataDir, "porter.db-wal");
  expect(existsSync(wal)).toBe(true);
  scratch.close();
  expect(existsSync(wal)).toBe(false);
});
