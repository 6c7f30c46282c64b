import { expect, test } from "bun:test";
import { itemsOf, type Pages } from "../../client/src/api/pages.ts";
import { applyTaskChange, matchesTask } from "../../client/src/api/task-lists.ts";
import type { Task } from "../../shared/task.ts";
import { task } from "./samples.ts";

const pagesOf = (items: Task[], nextCursor: string | null = null): Pages<Task> => ({
  pages: [{ items, nextCursor }],
  pageParams: [null],
});
const numbers = (pages: Pages<Task>) => itemsOf(pages).map(({ number }) => number);

test("a new task stands first in a list of the newest", () => {
  const list = pagesOf([task(2), task(1)]);
  expect(numbers(applyTaskChange(list, {}, { type: "created", task: task(3) }))).toEqual([3, 2, 1]);
});

test("a task that leaves the filter leaves the list, and comes back at its place", () => {
  const list = pagesOf([task(3), task(2), task(1)]);
  const done = task(2, { status: "done" });
  const without = applyTaskChange(list, { status: "todo" }, { type: "updated", task: done });
  expect(numbers(without)).toEqual([3, 1]);
  expect(numbers(applyTaskChange(without, { status: "todo" }, { type: "updated", task: task(2) }))).toEqual([
    3, 2, 1,
  ]);
});

test("a removed task is gone, and a change of no concern leaves the very same list", () => {
  const list = pagesOf([task(1)]);
  expect(numbers(applyTaskChange(list, {}, { type: "removed", task: task(1) }))).toEqual([]);
  expect(applyTaskChange(list, { status: "done" }, { type: "created", task: task(2) })).toBe(list);
});

test("a task behind the last loaded page waits for the next one", () => {
  const list = pagesOf([task(9), task(8)], "more");
  expect(numbers(applyTaskChange(list, {}, { type: "updated", task: task(1) }))).toEqual([9, 8]);
});

test("by due date: the soonest first, those without a date last", () => {
  const due = (number: number, day: string) => task(number, { dueAt: new Date(day) });
  const list = pagesOf([due(1, "2026-03-02"), due(2, "2026-03-09"), task(3)]);
  const next = applyTaskChange(list, { sort: "due" }, { type: "created", task: due(4, "2026-03-05") });
  expect(numbers(next)).toEqual([1, 4, 2, 3]);
  expect(numbers(applyTaskChange(next, { sort: "due" }, { type: "created", task: task(5) }))).toEqual([
    1, 4, 2, 3, 5,
  ]);
});

test("each word of the search must occur, in title, description or tags", () => {
  const garden = task(1, { title: "Plan the Garden", description: "Beds", tags: ["home"] });
  expect(matchesTask(garden, { query: "garden beds HOME" })).toBe(true);
  expect(matchesTask(garden, { query: "garden roof" })).toBe(false);
  expect(matchesTask(garden, { tag: "#Home" })).toBe(true);
});
