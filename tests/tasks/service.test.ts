import { afterEach, describe, expect, setSystemTime, test } from "bun:test";
import { CreateTask } from "../../shared/task.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

const AGENT = "session:01a203f8-b10a-7584-a3d6-47afe86fc816";
const kindsOf = (scratch: ScratchDatabase) =>
  scratch.read<{ kind: string }>("SELECT kind FROM events ORDER BY id").map(({ kind }) => kind);

/** The clock, stopped, so that times can be compared and told apart. */
const at = (minute: number) => {
  const now = new Date(Date.UTC(2030, 0, 1, 12, minute));
  setSystemTime(now);
  return now;
};
afterEach(() => {
  setSystemTime();
});

describe("a new task", () => {
  test("has what was given, defaults for the rest, and says who made it", () => {
    using scratch = openScratchDatabase();
    const now = at(0);
    const task = scratch.tasks.create({ title: "Buy milk" }, AGENT);
    expect(task).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      number: 1,
      title: "Buy milk",
      description: "",
      status: "todo",
      priority: "medium",
      tags: [],
      dueAt: null,
      recurrence: null,
      previousId: null,
      remindAt: null,
      parentId: null,
      position: "a0",
      subtasks: { total: 0, done: 0 },
      outsideText: null,
      createdBy: AGENT,
      createdAt: now,
      updatedBy: AGENT,
      updatedAt: now,
      completedAt: null,
    });
    expect(scratch.tasks.get(task.id)).toEqual(task);
    expect(kindsOf(scratch)).toEqual(["task.created"]);
  });

  test("that is done already was completed now", () => {
    using scratch = openScratchDatabase();
    const now = at(0);
    expect(scratch.tasks.create({ title: "x", status: "done" }, "owner").completedAt).toEqual(now);
    expect(scratch.tasks.create({ title: "x", status: "cancelled" }, "owner").completedAt).toBeNull();
  });

  test("keeps every character", () => {
    using scratch = openScratchDatabase();
    const title = `"quotes' \\ % _ 🧺 ﷽ é é '); DROP TABLE tasks;--`;
    const description = "line 1\r\n\tline 2\u2028\u0001 👩‍👩‍👧‍👦";
    const { id } = scratch.tasks.create({ title, description }, "owner");
    expect(scratch.tasks.get(id)).toMatchObject({ title, description });
  });
});

describe("what comes in", () => {
  test("tags are one word each, in lower case, without #, and no two are the same", () => {
    expect(CreateTask.parse({ title: "x", tags: ["#Home", " HOME ", "##later", "été"] }).tags).toEqual([
      "home",
      "later",
      "été",
    ]);
    for (const tag of ["", "#", "two words", "a,b", "a#b", "a\nb", "x".repeat(51)]) {
      expect(CreateTask.safeParse({ title: "x", tags: [tag] }).success).toBe(false);
    }
  });

  test("a title is one trimmed line of at most 500", () => {
    expect(CreateTask.parse({ title: "  x \t" }).title).toBe("x");
    for (const title of ["", " ", "a\nb", "a\rb", "a\0", "\ud800", "x".repeat(501)]) {
      expect(CreateTask.safeParse({ title }).success).toBe(false);
    }
  });
});

describe("an update", () => {
  test("changes what is given and keeps the rest", () => {
    using scratch = openScratchDatabase();
    at(0);
    const before = scratch.tasks.create(
      { title: "A", description: "B", priority: "high", tags: ["c"], dueAt: new Date(5) },
      "owner",
    );
    const now = at(1);
    const after = scratch.tasks.update({ id: before.id, title: "A2", priority: undefined }, AGENT);
    expect(after).toEqual({ ...before, title: "A2", updatedBy: AGENT, updatedAt: now });
    expect(scratch.tasks.update({ id: before.id, dueAt: null }, "owner").dueAt).toBeNull();
    expect(scratch.tasks.get(before.id)).toMatchObject({
      title: "A2",
      description: "B",
      tags: ["c"],
      dueAt: null,
    });
  });

  test("by another leaves it known which words came from outside, also in what follows from the task", () => {
    using scratch = openScratchDatabase();
    const { tasks } = scratch;
    const { id } = tasks.create({ title: "A" }, "owner");
    expect(tasks.update({ id, status: "in_progress" }, "webhook:hook").outsideText).toBeNull();
    for (const words of [{ title: "B" }, { description: "B" }, { tags: ["b"] }]) {
      const { id } = tasks.create({ title: "A" }, "owner");
      tasks.update({ id, ...words }, "webhook:hook");
      expect(tasks.update({ id, title: "C" }, "owner").outsideText).toBe("webhook:hook");
      tasks.remove(id, "owner");
      expect(tasks.restore(id, "owner").outsideText).toBe("webhook:hook");
    }

    const series = { title: "D", dueAt: new Date(), recurrence: "FREQ=DAILY" };
    const first = tasks.create(series, "integration:github");
    tasks.update({ id: first.id, status: "done" }, "owner");
    const [next] = tasks.list({ status: "todo", query: "D" }).items;
    expect(next).toMatchObject({
      previousId: first.id,
      createdBy: "owner",
      outsideText: "integration:github",
    });
  });

  test("that changes nothing leaves no trace", () => {
    using scratch = openScratchDatabase();
    at(0);
    const task = scratch.tasks.create({ title: "A", tags: ["b"], dueAt: new Date(5) }, "owner");
    at(1);
    for (const same of [
      {},
      { title: "A" },
      { tags: ["b"] },
      { dueAt: new Date(5) },
      { status: "todo" as const },
      { status: undefined, priority: undefined },
    ]) {
      expect(scratch.tasks.update({ id: task.id, ...same }, AGENT)).toEqual(task);
    }
    expect(kindsOf(scratch)).toEqual(["task.created"]);
  });

  test("is written down with what was before and after, and by whom", () => {
    using scratch = openScratchDatabase();
    const before = scratch.tasks.create({ title: "A" }, "owner");
    const after = scratch.tasks.update({ id: before.id, title: "B" }, AGENT);
    expect(scratch.events.findLatest(`task:${before.id}`, "task.updated")).toMatchObject({
      actor: AGENT,
      before,
      after,
    });
  });

  test("keeps the time of completion while done, drops it when not, and sets it anew", () => {
    using scratch = openScratchDatabase();
    const { tasks } = scratch;
    at(0);
    const { id } = tasks.create({ title: "A" }, "owner");
    const completed = at(1);
    expect(tasks.update({ id, status: "done" }, "owner").completedAt).toEqual(completed);
    at(2);
    expect(tasks.update({ id, title: "B" }, "owner").completedAt).toEqual(completed);
    expect(tasks.update({ id, status: "in_progress" }, "owner").completedAt).toBeNull();
    const again = at(3);
    expect(tasks.update({ id, status: "done" }, "owner").completedAt).toEqual(again);
    expect(tasks.update({ id, status: "cancelled" }, "owner").completedAt).toBeNull();
  });
});

describe("a removed task", () => {
  test("is gone, and comes back as it was, under its own id and number", () => {
    using scratch = openScratchDatabase();
    const { tasks } = scratch;
    const task = tasks.create({ title: "A", tags: ["b"], dueAt: new Date(5), status: "done" }, AGENT);
    expect(tasks.remove(task.id, "owner")).toEqual(task);
    expect(tasks.find(task.id)).toBeUndefined();
    expect(tasks.create({ title: "Next" }, "owner").number).toBe(2);
    // All but its place, which the next one has taken meanwhile.
    const restored = tasks.restore(task.id, "owner");
    expect(restored).toEqual({ ...task, position: restored.position });
    expect(tasks.get(task.id)).toEqual(restored);
    expect(kindsOf(scratch)).toEqual(["task.created", "task.removed", "task.created", "task.created"]);
  });

  test("comes back as it was at its last removal", () => {
    using scratch = openScratchDatabase();
    const { tasks } = scratch;
    const { id } = tasks.create({ title: "A" }, "owner");
    tasks.remove(id, "owner");
    tasks.restore(id, "owner");
    const changed = tasks.update({ id, title: "B" }, "owner");
    tasks.remove(id, "owner");
    expect(tasks.restore(id, "owner")).toEqual(changed);
  });

  test("its number is not given to another, also when it was the last", () => {
    using scratch = openScratchDatabase();
    const { tasks } = scratch;
    tasks.remove(tasks.create({ title: "A" }, "owner").id, "owner");
    expect(tasks.create({ title: "B" }, "owner").number).toBe(2);
  });

  test("cannot come back twice, nor one that never was, nor one that the log has forgotten", () => {
    using scratch = openScratchDatabase();
    const { tasks } = scratch;
    const { id } = tasks.create({ title: "A" }, "owner");
    expect(() => tasks.restore(id, "owner")).toThrow(expect.objectContaining({ code: "CONFLICT" }));
    expect(() => tasks.restore(Bun.randomUUIDv7(), "owner")).toThrow(
      expect.objectContaining({ code: "NOT_FOUND" }),
    );
    tasks.remove(id, "owner");
    scratch.events.prune({ before: new Date(Date.now() + 1000), keep: 1000 });
    expect(() => tasks.restore(id, "owner")).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });
});

describe("a task that is not there", () => {
  test("is NOT_FOUND to get, update and remove, and nothing is written down", () => {
    using scratch = openScratchDatabase();
    const id = Bun.randomUUIDv7();
    const notFound = expect.objectContaining({ code: "NOT_FOUND" });
    expect(() => scratch.tasks.get(id)).toThrow(notFound);
    expect(() => scratch.tasks.update({ id, title: "x" }, "owner")).toThrow(notFound);
    expect(() => scratch.tasks.remove(id, "owner")).toThrow(notFound);
    expect(kindsOf(scratch)).toEqual([]);
  });
});

describe("what a watcher of tasks is told", () => {
  test("the task as it became, the one that is gone, and nothing of others' events", () => {
    using scratch = openScratchDatabase();
    const { tasks, events } = scratch;
    const created = tasks.create({ title: "A" }, "owner");
    const updated = tasks.update({ id: created.id, title: "B" }, "owner");
    tasks.remove(created.id, "owner");
    const told = ["created", "updated", "removed"].map((kind) => {
      const event = events.findLatest(`task:${created.id}`, `task.${kind}`);
      return event && tasks.describe(event);
    });
    expect(told).toEqual([
      { type: "created", task: created },
      { type: "updated", task: updated },
      { type: "removed", task: updated },
    ]);
    events.write((append) => append({ kind: "message.created", subject: "session:1", actor: "owner" }));
    const other = events.findLatest("session:1", "message.created");
    expect(other && tasks.describe(other)).toBeUndefined();
  });
});
