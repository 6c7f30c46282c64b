import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { TaskPriority, TaskSort, type ListTasks, type Task } from "../../shared/task.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";
import { runs } from "../support/long.ts";

const SORTS = TaskSort.options;

/** Every page behind the one before, with something done in between. */
function readPages(
  scratch: ScratchDatabase,
  input: ListTasks,
  between: () => void = () => undefined,
): Task[][] {
  const pages: Task[][] = [];
  let cursor: string | undefined;
  do {
    const page = scratch.tasks.list({ ...input, ...(cursor !== undefined && { cursor }) });
    pages.push(page.items);
    cursor = page.nextCursor ?? undefined;
    between();
  } while (cursor !== undefined);
  return pages;
}

const GivenTask = fc.record({
  priority: fc.constantFrom(...TaskPriority.options),
  // Few values, so that many are equal and only the unique key tells them apart.
  dueAt: fc.constantFrom(null, new Date(0), new Date(1), new Date(8.64e15)),
  updatedAt: fc.integer({ min: 0, max: 3 }),
});

describe("paging", () => {
  for (const sort of SORTS) {
    test(`visits every task once, in the order of the whole list, at any limit: ${sort}`, () => {
      fc.assert(
        fc.property(
          fc.array(GivenTask, { maxLength: 25 }),
          fc.integer({ min: 1, max: 30 }),
          (given, limit) => {
            using scratch = openScratchDatabase();
            scratch.db.run("PRAGMA synchronous = OFF");
            scratch.events.write(() => {
              for (const { priority, dueAt } of given)
                scratch.tasks.create({ title: "x", priority, dueAt }, "owner");
            });
            given.forEach(({ updatedAt }, index) =>
              scratch.db.run(`UPDATE tasks SET updated_at = ${updatedAt} WHERE number = ${index + 1}`),
            );
            const pages = readPages(scratch, { sort, limit });
            const whole = scratch.tasks.list({ sort, limit: 200 });
            expect(pages.flat()).toEqual(whole.items);
            expect(whole.items).toHaveLength(given.length);
            expect(whole.nextCursor).toBeNull();
            for (const page of pages.slice(0, -1)) expect(page).toHaveLength(limit);
          },
        ),
        { numRuns: runs(6, 100) },
      );
    });

    test(`misses and repeats none of the tasks that were there, while others come and go: ${sort}`, () => {
      using scratch = openScratchDatabase();
      const { tasks } = scratch;
      const priorities = TaskPriority.options;
      const add = (i: number) =>
        tasks.create(
          { title: `task ${i}`, priority: priorities[i % 4], dueAt: i % 3 ? new Date(i * 1000) : null },
          "owner",
        );
      const first = Array.from({ length: 40 }, (_, i) => add(i));
      let passing = add(100);
      let next = 40;
      const seen = readPages(scratch, { sort, limit: 7 }, () => {
        tasks.remove(passing.id, "owner");
        passing = add(next++);
        add(next++);
      })
        .flat()
        .map(({ number }) => number);
      expect(new Set(seen).size).toBe(seen.length);
      for (const { number } of first) expect(seen).toContain(number);
    });
  }

  test("a list that ends with its page says so", () => {
    using scratch = openScratchDatabase();
    for (let i = 0; i < 4; i++) scratch.tasks.create({ title: "x" }, "owner");
    expect(scratch.tasks.list({ limit: 4 }).nextCursor).toBeNull();
    expect(scratch.tasks.list({ limit: 3 }).nextCursor).toBeString();
  });

  for (const cursor of [
    "",
    "nonsense",
    "bnVsbA",
    "W10",
    Buffer.from("[1]").toString("base64url"),
    Buffer.from('[{},"a"]').toString("base64url"),
  ]) {
    test(`refuses a cursor that no list gave out: "${cursor}"`, () => {
      using scratch = openScratchDatabase();
      expect(() => scratch.tasks.list({ cursor })).toThrow(expect.objectContaining({ code: "INVALID" }));
    });
  }
});
