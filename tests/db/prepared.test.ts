import { expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { prepareOnce, prepareWrite, type Placeholders } from "../../server/db/prepared.ts";
import { tasks } from "../../server/db/tables/tasks.ts";
import { openScratchDatabase } from "../support/database.ts";

type Change = Partial<Pick<typeof tasks.$inferSelect, "title" | "tags" | "dueAt" | "priority">>;

const CHANGES: Record<string, Change> = {
  "a text and a JSON value": { title: "Gate", tags: ["b", "null"] },
  "a moment": { dueAt: new Date(86_400_000) },
  "null where there was a moment": { dueAt: null },
  "a column that is left as it is": { title: undefined, priority: "urgent" },
};

test.each(Object.keys(CHANGES))("a prepared write leaves what Drizzle's own would: %s", (name) => {
  using scratch = openScratchDatabase();
  const { db } = scratch;
  const change = CHANGES[name] ?? {};
  const [ours, theirs] = [1, 2].map(
    () => scratch.tasks.create({ title: "Fence", dueAt: new Date(0) }, "owner").id,
  );
  const writing = prepareWrite(tasks, (values: Placeholders<Change>) =>
    db
      .update(tasks)
      .set(values)
      .where(eq(tasks.id, sql.placeholder("id")))
      .prepare(),
  );
  const { statement, params } = writing(change);
  statement.run({ ...params, id: ours });
  db.update(tasks)
    .set(change)
    .where(eq(tasks.id, theirs ?? ""))
    .run();
  const written = db
    .select({
      title: tasks.title,
      tags: sql`${tasks.tags}`,
      dueAt: sql`${tasks.dueAt}`,
      priority: tasks.priority,
    })
    .from(tasks)
    .all();
  expect(written[0]).toEqual(written[1]);
  expect(written[0]).not.toEqual(undefined);
});

test("a statement is built once for each shape, also for that of no part", () => {
  const built: string[][] = [];
  const statementOf = prepareOnce((...shape: string[]) => {
    built.push(shape);
    return shape.length;
  });
  expect([
    statementOf(),
    statementOf("a", "b"),
    statementOf("a"),
    statementOf(),
    statementOf("a", "b"),
  ]).toEqual([0, 2, 1, 0, 2]);
  expect(built).toEqual([[], ["a", "b"], ["a"]]);
});
