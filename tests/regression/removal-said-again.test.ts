import { expect, test } from "bun:test";
import { openScratchDatabase } from "../support/database.ts";

// The browser sends a change again when its answer was lost. A removal or its undo was then refused, and the page took back
// what had been done.
test("tasks that are gone, or stand, when it is said again, stay so", () => {
  using scratch = openScratchDatabase();
  const { tasks } = scratch;
  const ids = ["A", "B", "C"].map((title) => tasks.create({ title }, "owner").id);
  const some = ids.slice(1);
  const eventCount = () => scratch.read("SELECT id FROM events").length;

  const removed = tasks.removeMany(some, "owner");
  expect(tasks.removeMany(some, "owner")).toEqual(removed);
  expect(eventCount()).toBe(5);
  tasks.restoreMany(some, "owner");
  expect(tasks.restoreMany(ids, "owner").items).toHaveLength(3);
  expect(eventCount()).toBe(7);
});
