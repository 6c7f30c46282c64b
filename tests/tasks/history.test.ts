import { describe, expect, test } from "bun:test";
import type { TaskActivity } from "../../shared/task.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

const CONFLICT = expect.objectContaining({ code: "CONFLICT" });

function withTask() {
  const scratch = openScratchDatabase();
  const task = scratch.tasks.create({ title: "A", tags: ["x"] }, "owner");
  const activity = () => scratch.tasks.activity({ id: task.id }).items;
  return {
    ...scratch,
    task,
    activity,
    kinds: () => activity().map(({ kind }) => kind),
    latest: (): TaskActivity => {
      const [item] = activity();
      if (!item) throw new Error("nothing was done");
      return item;
    },
  };
}

/** What the log held before tasks had a place, a parent, a series or a reminder. */
function ageEvents(scratch: ScratchDatabase): void {
  for (const column of ["before", "after"])
    scratch.db.run(
      `UPDATE events SET ${column} = json_remove(${column}, '$.json.recurrence', '$.json.previousId', '$.json.remindAt',
        '$.json.parentId', '$.json.position', '$.json.subtasks')
       WHERE json_type(${column}, '$.json') = 'object'`,
    );
}

describe("what was done to a task", () => {
  test("stands newest first with who did it, when, and each field before and after", () => {
    using scratch = withTask();
    const { tasks, task } = scratch;
    const dueAt = new Date(5);
    const updated = tasks.update({ id: task.id, title: "B", dueAt, tags: ["x"] }, "session:1");
    expect(scratch.activity()).toEqual([
      {
        eventId: 2,
        kind: "updated",
        actor: "session:1",
        at: expect.any(Date),
        changes: [
          { field: "title", before: "A", after: "B" },
          { field: "dueAt", before: null, after: dueAt },
        ],
        canUndo: true,
      },
      { eventId: 1, kind: "created", actor: "owner", at: expect.any(Date), changes: [], canUndo: true },
    ]);
    expect(Math.abs((scratch.activity()[0]?.at.getTime() ?? 0) - updated.updatedAt.getTime())).toBeLessThan(
      1000,
    );
  });

  test("names removals, restorations, moves and comments, and leaves out what no person did", () => {
    using scratch = withTask();
    const { tasks, task, comments } = scratch;
    const other = tasks.create({ title: "Other" }, "owner");
    tasks.move({ ids: [task.id], before: other.id }, "owner");
    const comment = comments.add({ taskId: task.id, text: "Hm" }, "session:1");
    comments.remove(comment.id, "owner");
    tasks.create({ title: "Child", parentId: task.id }, "owner"); // Only a count of its parent changes.
    tasks.remove(task.id, "owner");
    expect(scratch.kinds()).toEqual(["removed", "commented", "moved", "created"]);
    tasks.restore(task.id, "owner");
    expect(scratch.kinds()).toEqual(["restored", "removed", "commented", "moved", "created"]);
    expect(scratch.activity().map(({ canUndo }) => canUndo)).toEqual([true, false, false, true, false]);
  });

  test("comes page by page, each entry once, whatever is left out in between", () => {
    using scratch = withTask();
    const { tasks, task } = scratch;
    for (let i = 0; i < 7; i++) {
      tasks.update({ id: task.id, title: `T${i}` }, "owner");
      for (let j = 0; j < 3; j++) tasks.create({ title: "Child", parentId: task.id }, "owner");
    }
    const all = scratch.activity();
    expect(all).toHaveLength(8);
    const seen: TaskActivity[] = [];
    let cursor: string | undefined;
    do {
      const page = tasks.activity({ id: task.id, limit: 3, cursor });
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(all);
    expect(tasks.activity({ id: task.id, limit: 8 }).nextCursor).toBeNull();
  });

  test("is known of a removed task, and NOT_FOUND of one that never was", () => {
    using scratch = withTask();
    scratch.tasks.remove(scratch.task.id, "owner");
    expect(scratch.latest()).toMatchObject({ kind: "removed", canUndo: true });
    expect(() => scratch.tasks.activity({ id: Bun.randomUUIDv7() })).toThrow(
      expect.objectContaining({ code: "NOT_FOUND" }),
    );
  });
});

describe("undo", () => {
  test("sets what was changed back, and only that, in the name of who undoes", () => {
    using scratch = withTask();
    const { tasks, task } = scratch;
    tasks.update({ id: task.id, title: "B", priority: "high", dueAt: new Date(5), tags: [] }, "session:1");
    const { eventId } = scratch.latest();
    tasks.update({ id: task.id, description: "Later" }, "owner");
    const undone = tasks.undo(eventId, "owner");
    expect(undone).toEqual({ ...task, description: "Later", updatedAt: undone.updatedAt });
    expect(scratch.latest()).toMatchObject({ kind: "updated", actor: "owner", canUndo: true });
    const redone = tasks.undo(scratch.latest().eventId, "owner");
    expect(redone).toMatchObject({ title: "B", priority: "high", dueAt: new Date(5), tags: [] });
  });

  test("of what was changed since names the fields and changes nothing", () => {
    using scratch = withTask();
    const { tasks, task } = scratch;
    tasks.update({ id: task.id, title: "B", dueAt: new Date(5) }, "session:1");
    const { eventId } = scratch.latest();
    const now = tasks.update({ id: task.id, dueAt: new Date(6) }, "owner");
    expect(scratch.activity().find((item) => item.eventId === eventId)?.canUndo).toBe(false);
    expect(() => tasks.undo(eventId, "owner")).toThrow(/due date\.$/);
    expect(() => tasks.undo(eventId, "owner")).toThrow(CONFLICT);
    expect(tasks.get(task.id)).toEqual(now);
  });

  test("of a removal restores, of a creation or a restoration removes; each once", () => {
    using scratch = withTask();
    const { tasks, task } = scratch;
    tasks.remove(task.id, "session:1");
    const removal = scratch.latest().eventId;
    expect(tasks.undo(removal, "owner")).toEqual(task);
    expect(() => tasks.undo(removal, "owner")).toThrow(CONFLICT);
    expect(() => tasks.undo(1, "owner")).toThrow(CONFLICT); // Its first creation is not what stands.
    expect(tasks.undo(scratch.latest().eventId, "owner")).toEqual(task);
    expect(tasks.find(task.id)).toBeUndefined();
    expect(() => tasks.undo(removal, "owner")).toThrow(CONFLICT);
    const removals = scratch.activity().filter(({ kind }) => kind === "removed");
    expect(removals.map(({ canUndo }) => canUndo)).toEqual([true, false]);
  });

  test("of a move puts the task back where it stood", () => {
    using scratch = withTask();
    const { tasks, task } = scratch;
    const others = [1, 2, 3].map((n) => tasks.create({ title: `${n}` }, "owner"));
    const order = () => tasks.list({ sort: "manual" }).items.map(({ title }) => title);
    const before = order();
    tasks.move({ ids: [task.id], before: others[2]?.id ?? "", status: "done" }, "owner");
    expect(order()).not.toEqual(before);
    expect(tasks.undo(scratch.latest().eventId, "owner")).toMatchObject({ status: "todo" });
    expect(order()).toEqual(before);
    tasks.move({ ids: [task.id], before: others[2]?.id ?? "" }, "owner");
    const { eventId } = scratch.latest();
    tasks.move({ ids: [task.id], after: others[1]?.id ?? "" }, "owner");
    expect(() => tasks.undo(eventId, "owner")).toThrow(CONFLICT);
  });

  test("of a move with a new status leaves a place that was chosen since", () => {
    using scratch = withTask();
    const { tasks, task } = scratch;
    const others = [1, 2].map((n) => tasks.create({ title: `${n}` }, "owner").id);
    tasks.move({ ids: [task.id], before: others[0] ?? "", status: "done" }, "owner");
    const { eventId } = scratch.latest();
    const [moved] = tasks.move({ ids: [task.id], before: others[1] ?? "" }, "owner").items;
    expect(tasks.undo(eventId, "owner")).toMatchObject({ status: "todo", position: moved?.position });
  });

  test("of a completion also takes the next occurrence back", () => {
    using scratch = withTask();
    const { tasks } = scratch;
    const { id } = tasks.create({ title: "R", recurrence: "FREQ=DAILY" }, "owner");
    tasks.update({ id, status: "done" }, "session:1");
    expect(tasks.list({ query: "r" }).items).toHaveLength(2);
    const [item] = tasks.activity({ id }).items;
    tasks.undo(item?.eventId ?? 0, "owner");
    expect(tasks.list({ query: "r" }).items).toMatchObject([{ id, status: "todo" }]);
  });

  test("is INVALID for what is no change of a task, NOT_FOUND for what the log does not hold", () => {
    using scratch = withTask();
    const { tasks, task, comments, notifications } = scratch;
    const invalid = expect.objectContaining({ code: "INVALID" });
    const undoLast = () =>
      tasks.undo(scratch.read<{ id: number }>("SELECT max(id) id FROM events")[0]?.id ?? 0, "owner");
    comments.add({ taskId: task.id, text: "Hm" }, "owner");
    expect(undoLast).toThrow(invalid);
    tasks.create({ title: "Child", parentId: task.id }, "owner"); // Its last event: a count of its parent.
    expect(undoLast).toThrow(invalid);
    notifications.notify({ kind: "task_due", title: "x", body: "", link: "/" }, "porter");
    expect(undoLast).toThrow(invalid);
    expect(() => tasks.undo(999, "owner")).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });
});

describe("events from before tasks had all that they have now", () => {
  test("are read, told, undone and restored from", () => {
    using scratch = withTask();
    const { tasks, task, events } = scratch;
    tasks.update({ id: task.id, title: "B" }, "owner");
    tasks.remove(task.id, "owner");
    ageEvents(scratch);
    const removal = events.findLatest(`task:${task.id}`, "task.removed");
    expect(removal?.before).not.toHaveProperty("position");
    const place = { position: "j4999999999" }; // As the migration placed number 1.
    expect(removal && tasks.describe(removal)).toMatchObject({
      type: "removed",
      task: { title: "B", ...place },
    });
    const restored = tasks.restore(task.id, "owner");
    expect(restored).toEqual({ ...task, title: "B", updatedAt: restored.updatedAt, ...place });
    expect(scratch.kinds()).toEqual(["restored", "removed", "updated", "created"]);
    expect(tasks.undo(2, "owner").title).toBe("A");
  });
});
