import { describe, expect, test } from "bun:test";
import { openScratchDatabase } from "../support/database.ts";

const NOT_FOUND = expect.objectContaining({ code: "NOT_FOUND" });
const CONFLICT = expect.objectContaining({ code: "CONFLICT" });

function withTasks() {
  const scratch = openScratchDatabase();
  const made = ["A", "B", "C"].map((title) => scratch.tasks.create({ title }, "owner"));
  return {
    ...scratch,
    made,
    ids: made.map(({ id }) => id),
    eventCount: () => scratch.read("SELECT id FROM events").length,
  };
}

describe("a task with an id of the caller's", () => {
  test("is made once: the same call again answers with the task as it stands", () => {
    using scratch = openScratchDatabase();
    const id = Bun.randomUUIDv7();
    const made = scratch.tasks.create({ id, title: "A" }, "owner");
    expect(made.id).toBe(id);
    const changed = scratch.tasks.update({ id, title: "B" }, "owner");
    expect(scratch.tasks.create({ id, title: "A" }, "owner")).toEqual(changed);
    expect(scratch.tasks.list({}).items).toHaveLength(1);
  });

  test("that was removed is not made again by a call that comes late", () => {
    using scratch = openScratchDatabase();
    const { id } = scratch.tasks.create({ id: Bun.randomUUIDv7(), title: "A" }, "owner");
    scratch.tasks.remove(id, "owner");
    expect(() => scratch.tasks.create({ id, title: "A" }, "owner")).toThrow(CONFLICT);
  });
});

describe("many tasks", () => {
  test("change, go and come back together, in the order given, each with its event", () => {
    using scratch = withTasks();
    const { tasks, ids } = scratch;
    const count = scratch.eventCount();
    const changed = tasks.updateMany(
      { changes: ids.map((id) => ({ id, priority: "high" as const })) },
      "session:1",
    );
    expect(changed.items.map(({ title, priority, updatedBy }) => [title, priority, updatedBy])).toEqual([
      ["A", "high", "session:1"],
      ["B", "high", "session:1"],
      ["C", "high", "session:1"],
    ]);
    expect(tasks.removeMany(ids, "owner")).toEqual(changed);
    expect(tasks.list({}).items).toEqual([]);
    expect(tasks.restoreMany(ids, "owner")).toEqual(changed);
    expect(scratch.eventCount()).toBe(count + 9);
  });

  test("with one that cannot: none does, and nothing is written down", () => {
    using scratch = withTasks();
    const { tasks, ids, made } = scratch;
    const count = scratch.eventCount();
    const nobody = Bun.randomUUIDv7();
    const changes = [...ids, nobody].map((id) => ({ id, title: "X" }));
    expect(() => tasks.updateMany({ changes }, "owner")).toThrow(NOT_FOUND);
    expect(() => tasks.removeMany([...ids, nobody], "owner")).toThrow(NOT_FOUND);
    expect(() => tasks.restoreMany([...ids, nobody], "owner")).toThrow(NOT_FOUND);
    expect(tasks.list({}).items).toEqual(made.toReversed());
    expect(scratch.eventCount()).toBe(count);
  });
});
