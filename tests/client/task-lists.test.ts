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

test("each word of the search must begin a word of title, description or tags", () => {
  const garden = task(7, { title: "Plan the Gärten", description: "Flower-beds", tags: ["home"] });
  for (const query of ["garten beds HOME", "gar", "Gär", "flower", "7", "#7", " "])
    expect({ query, found: matchesTask(garden, { query }) }).toEqual({ query, found: true });
  for (const query of ["garden roof", "arten", "70"])
    expect({ query, found: matchesTask(garden, { query }) }).toEqual({ query, found: false });
});

test("every part of the filter has to hold", () => {
  const rent = task(1, { tags: ["home", "money"], priority: "high", dueAt: new Date("2026-03-05") });
  const holds = (filter: Parameters<typeof matchesTask>[1]) => matchesTask(rent, filter);
  expect(holds({ tag: "#Home" })).toBe(true);
  expect(holds({ tag: ["home", "money"], priority: ["high", "urgent"], parentId: null })).toBe(true);
  expect(holds({ tag: ["home", "garden"] })).toBe(false);
  expect(holds({ priority: ["low"] })).toBe(false);
  expect(holds({ due: { from: new Date("2026-03-05"), before: new Date("2026-03-06") } })).toBe(true);
  expect(holds({ due: { before: new Date("2026-03-05") } })).toBe(false);
  expect(holds({ due: "none" })).toBe(false);
  expect(holds({ parentId: task(2).id })).toBe(false);
});

test("in the manual order a task stands at its position", () => {
  const list = pagesOf([task(1, { position: "a1" }), task(2, { position: "a3" })]);
  const moved = { type: "updated", task: task(3, { position: "a2" }) } as const;
  expect(numbers(applyTaskChange(list, { sort: "manual" }, moved))).toEqual([1, 3, 2]);
});
