import { describe, expect, test } from "bun:test";
import type { Task } from "../../shared/task.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

const INVALID = expect.objectContaining({ code: "INVALID" });
const NOT_FOUND = expect.objectContaining({ code: "NOT_FOUND" });

function withParent() {
  const scratch = openScratchDatabase();
  const parent = scratch.tasks.create({ title: "Parent" }, "owner");
  const add = (title: string, parentId = parent.id) => scratch.tasks.create({ title, parentId }, "owner");
  return { ...scratch, parent, add };
}

/** What a watcher knows of the counts of a task: those of its last event. */
function toldCounts(scratch: ScratchDatabase, id: string): Task["subtasks"] | undefined {
  const event =
    scratch.events.findLatest(`task:${id}`, "task.updated") ??
    scratch.events.findLatest(`task:${id}`, "task.created");
  return event && scratch.tasks.describe(event)?.task.subtasks;
}

describe("the counts of subtasks", () => {
  test("are right, and told by the parent's event, after each change of a subtask; cancelled ones do not count", () => {
    using scratch = withParent();
    const { tasks, parent, add } = scratch;
    const expectCounts = (total: number, done: number) => {
      expect(tasks.get(parent.id).subtasks).toEqual({ total, done });
      expect(toldCounts(scratch, parent.id)).toEqual({ total, done });
    };
    const one = add("1");
    expectCounts(1, 0);
    const two = add("2");
    tasks.update({ id: one.id, status: "done" }, "owner");
    expectCounts(2, 1);
    tasks.update({ id: two.id, status: "cancelled" }, "owner");
    expectCounts(1, 1);
    tasks.update({ id: two.id, status: "in_progress" }, "owner");
    expectCounts(2, 1);
    tasks.remove(one.id, "owner");
    expectCounts(1, 0);
    tasks.restore(one.id, "owner");
    expectCounts(2, 1);
    tasks.update({ id: one.id, parentId: null }, "owner");
    expectCounts(1, 0);
    tasks.move({ ids: [two.id], before: parent.id, status: "done" }, "owner");
    expectCounts(1, 1);
  });

  test("moving a subtask tells both parents, in the name of who moved it; nothing else of them changes", () => {
    using scratch = withParent();
    const { tasks, parent, add, events } = scratch;
    const child = add("child");
    const other = tasks.create({ title: "Other" }, "owner");
    tasks.update({ id: child.id, parentId: other.id }, "session:1");
    expect(tasks.get(parent.id)).toEqual(parent);
    expect(tasks.get(other.id)).toEqual({ ...other, subtasks: { total: 1, done: 0 } });
    for (const { id } of [parent, other])
      expect(events.findLatest(`task:${id}`, "task.updated")).toMatchObject({
        actor: "session:1",
        after: tasks.get(id),
      });
  });

  test("are told once for many subtasks that change together, and not when they stay", () => {
    using scratch = withParent();
    const { tasks, parent, add } = scratch;
    const ids = [add("1"), add("2"), add("3")].map(({ id }) => id);
    const toldTo = () =>
      scratch.read(`SELECT id FROM events WHERE subject = 'task:${parent.id}' AND kind = 'task.updated'`)
        .length;
    const before = toldTo();
    tasks.updateMany({ changes: ids.map((id) => ({ id, status: "done" as const })) }, "owner");
    expect(toldTo()).toBe(before + 1);
    expect(scratch.events.findLatest(`task:${parent.id}`, "task.updated")).toMatchObject({
      before: { subtasks: { total: 3, done: 0 } },
      after: { subtasks: { total: 3, done: 3 } },
    });
    tasks.updateMany({ changes: ids.map((id) => ({ id, title: "Renamed" })) }, "owner");
    expect(toldTo()).toBe(before + 1);
  });

  test("are in every answer: of a list, by number, of many", () => {
    using scratch = withParent();
    const { tasks, parent, add } = scratch;
    const child = add("child");
    const counts = { total: 1, done: 0 };
    expect(tasks.getBy({ number: parent.number }).subtasks).toEqual(counts);
    expect(tasks.list({ parentId: null }).items.map(({ subtasks }) => subtasks)).toEqual([counts]);
    const changed = tasks.updateMany(
      {
        changes: [
          { id: parent.id, title: "P" },
          { id: child.id, status: "done" },
        ],
      },
      "owner",
    );
    expect(changed.items.map(({ subtasks }) => subtasks)).toEqual([
      { total: 1, done: 1 },
      { total: 0, done: 0 },
    ]);
  });
});

describe("a parent", () => {
  test("must be there, must not be the task itself nor below it, and goes three levels deep", () => {
    using scratch = withParent();
    const { tasks, parent, add } = scratch;
    const child = add("child");
    const grandchild = add("grandchild", child.id);
    expect(() => add("nowhere", Bun.randomUUIDv7())).toThrow(NOT_FOUND);
    expect(() => add("too deep", grandchild.id)).toThrow(INVALID);
    for (const parentId of [parent.id, child.id, grandchild.id])
      expect(() => tasks.update({ id: parent.id, parentId }, "owner")).toThrow(INVALID);
    const top = tasks.create({ title: "Top" }, "owner");
    expect(() => tasks.update({ id: parent.id, parentId: top.id }, "owner")).toThrow(INVALID);
    expect(tasks.update({ id: child.id, parentId: top.id }, "owner").parentId).toBe(top.id);
  });

  test("that is removed leaves its subtasks as ordinary tasks, and has them again when it is restored", () => {
    using scratch = withParent();
    const { tasks, parent, add } = scratch;
    const child = add("child");
    tasks.remove(parent.id, "owner");
    expect(tasks.list({ parentId: null }).items).toEqual([child]);
    expect(tasks.update({ id: child.id, status: "done" }, "owner").parentId).toBe(parent.id);
    expect(tasks.restore(parent.id, "owner").subtasks).toEqual({ total: 1, done: 1 });
    expect(tasks.list({ parentId: null }).items.map(({ id }) => id)).toEqual([parent.id]);
    expect(tasks.list({ parentId: parent.id }).items.map(({ id }) => id)).toEqual([child.id]);
  });

  test("that comes back into a circle comes back without its own parent", () => {
    using scratch = withParent();
    const { tasks, parent, add } = scratch;
    const middle = add("middle");
    const low = add("low", middle.id);
    tasks.remove(middle.id, "owner");
    tasks.update({ id: parent.id, parentId: low.id }, "owner");
    expect(tasks.restore(middle.id, "owner").parentId).toBeNull();
    expect(tasks.get(parent.id).parentId).toBe(low.id);
  });

  test("and its subtasks are removed and restored together, whichever comes first", () => {
    using scratch = withParent();
    const { tasks, parent, add } = scratch;
    const ids = [add("child").id, parent.id];
    for (const order of [ids, ids.toReversed()]) {
      tasks.removeMany(order, "owner");
      tasks.restoreMany(order, "owner");
      expect(toldCounts(scratch, parent.id)).toEqual({ total: 1, done: 0 });
      expect(tasks.get(parent.id).subtasks).toEqual({ total: 1, done: 0 });
    }
  });
});
