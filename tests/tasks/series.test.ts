import { afterEach, describe, expect, setSystemTime, test } from "bun:test";
import type { CreateTask } from "../../shared/task.ts";
import { openScratchDatabase } from "../support/database.ts";

const ZONE = "Europe/Berlin";
const NOON = new Date("2030-03-26T12:00:00+01:00"); // A Tuesday; the clocks go forward on Sunday the 31st.
const day = (date: string) => new Date(`${date}T00:00:00+01:00`);

function withClock() {
  const scratch = openScratchDatabase({ timeZone: ZONE });
  const { tasks } = scratch;
  setSystemTime(NOON);
  const add = (given: Partial<CreateTask> = {}) =>
    tasks.create({ title: "Water", dueAt: day("2030-03-26"), recurrence: "FREQ=DAILY", ...given }, "owner");
  const next = (id: string) => tasks.list({ limit: 200 }).items.find((task) => task.previousId === id);
  const set = (id: string, status: "todo" | "in_progress" | "done" | "cancelled") =>
    tasks.update({ id, status }, "session:1");
  return { ...scratch, add, next, set };
}
afterEach(() => {
  setSystemTime();
});

describe("due date and recurrence", () => {
  test("a recurrence without a due date begins with its first occurrence; its rule is kept in one form", () => {
    using scratch = withClock();
    const made = scratch.add({ dueAt: undefined, recurrence: "RRULE:freq=weekly;byday=fr" });
    expect(made.dueAt).toEqual(day("2030-03-29"));
    expect(made.recurrence).toMatch(/^FREQ=WEEKLY;.*BYDAY=FR/);
    const plain = scratch.tasks.create({ title: "x" }, "owner");
    expect(scratch.tasks.update({ id: plain.id, recurrence: "FREQ=DAILY" }, "owner").dueAt).toEqual(
      day("2030-03-26"),
    );
  });

  test("taking the date away takes the recurrence away; taking the recurrence away leaves the date", () => {
    using scratch = withClock();
    const one = scratch.add();
    expect(scratch.tasks.update({ id: one.id, dueAt: null }, "owner")).toMatchObject({
      dueAt: null,
      recurrence: null,
    });
    const two = scratch.add();
    expect(scratch.tasks.update({ id: two.id, recurrence: null }, "owner")).toMatchObject({
      dueAt: day("2030-03-26"),
      recurrence: null,
    });
  });

  test("a rule that cannot be read is refused, and changes nothing", () => {
    using scratch = withClock();
    const one = scratch.add();
    for (const recurrence of ["sometimes", "FREQ=MINUTELY"]) {
      const invalid = expect.objectContaining({ code: "INVALID" });
      expect(() => scratch.add({ recurrence })).toThrow(invalid);
      expect(() => scratch.tasks.update({ id: one.id, recurrence }, "owner")).toThrow(invalid);
    }
    expect(scratch.tasks.list({}).items).toEqual([one]);
  });
});

describe("a recurring task that is done", () => {
  test("has a next occurrence, made in the same step by the same actor, right behind it", () => {
    using scratch = withClock();
    const { tasks, add, next, set } = scratch;
    const parent = tasks.create({ title: "Garden" }, "owner");
    const last = tasks.create({ title: "Last" }, "owner");
    const one = add({
      description: "All of it",
      priority: "high",
      tags: ["home"],
      parentId: parent.id,
      remindAt: new Date("2030-03-25T18:00:00+01:00"),
    });
    const done = set(one.id, "done");
    expect(done).toMatchObject({ recurrence: "FREQ=DAILY", status: "done" });
    const made = next(one.id);
    expect(made).toEqual({
      ...one,
      id: made?.id ?? "",
      number: 4,
      dueAt: day("2030-03-27"),
      remindAt: new Date("2030-03-26T18:00:00+01:00"),
      previousId: one.id,
      position: made?.position ?? "",
      createdBy: "session:1",
      updatedBy: "session:1",
    });
    const order = tasks.list({ sort: "manual" }).items.map(({ id }) => id);
    expect(order).toEqual([one.id, made?.id ?? "", last.id, parent.id]);
    expect(tasks.get(parent.id).subtasks).toEqual({ total: 2, done: 1 });
    expect(scratch.events.findLatest(`task:${made?.id}`, "task.created")).toMatchObject({ after: made });
  });

  test("keeps its hour over a change of the clocks, and its reminder as far ahead", () => {
    using scratch = withClock();
    const dueAt = new Date("2030-03-30T09:00:00+01:00");
    const one = scratch.add({ dueAt, remindAt: new Date("2030-03-30T08:30:00+01:00") });
    scratch.set(one.id, "done");
    expect(scratch.next(one.id)).toMatchObject({
      dueAt: new Date("2030-03-31T09:00:00+02:00"),
      remindAt: new Date("2030-03-31T08:30:00+02:00"),
    });
  });

  test("that was late goes on after now, not with what was missed", () => {
    using scratch = withClock();
    const one = scratch.add({ dueAt: day("2030-03-01") });
    scratch.set(one.id, "done");
    expect(scratch.next(one.id)?.dueAt).toEqual(day("2030-03-27"));
  });

  test("has one by every way to done: one, many, moved, changed twice in one step", () => {
    using scratch = withClock();
    const { tasks, add, next } = scratch;
    const [one, two, three, four] = [add(), add(), add(), add()];
    tasks.update({ id: one.id, status: "done" }, "owner");
    tasks.updateMany({ changes: [{ id: two.id, status: "done" }] }, "owner");
    tasks.move({ ids: [three.id], before: one.id, status: "done" }, "owner");
    const twice = [{ status: "done" as const }, { title: "Watered" }];
    tasks.updateMany({ changes: twice.map((change) => ({ id: four.id, ...change })) }, "owner");
    for (const { id } of [one, two, three, four]) expect(next(id)).toBeDefined();
  });

  test("has none when it is cancelled, does not recur, or was the last of its series", () => {
    using scratch = withClock();
    const { add, next, set } = scratch;
    const [cancelled, once, last] = [
      add(),
      add({ recurrence: null }),
      add({ recurrence: "FREQ=DAILY;COUNT=2" }),
    ];
    set(cancelled.id, "cancelled");
    set(once.id, "done");
    expect(next(cancelled.id)).toBeUndefined();
    expect(next(once.id)).toBeUndefined();
    set(last.id, "done");
    const second = next(last.id);
    expect(second).toMatchObject({ dueAt: day("2030-03-27") });
    set(second?.id ?? "", "done");
    expect(next(second?.id ?? "")).toBeUndefined();
  });
});

describe("a done task that is opened again", () => {
  test("takes back the next occurrence that nobody has touched, and makes it again when done", () => {
    using scratch = withClock();
    const { add, next, set, tasks } = scratch;
    const one = add();
    set(one.id, "done");
    const made = next(one.id)?.id ?? "";
    set(one.id, "in_progress");
    expect(tasks.find(made)).toBeUndefined();
    expect(scratch.events.findLatest(`task:${made}`, "task.removed")).toMatchObject({ actor: "session:1" });
    set(one.id, "done");
    expect(next(one.id)?.id).not.toBe(made);
  });

  const touches: [string, (scratch: ReturnType<typeof withClock>, id: string) => unknown][] = [
    ["changed", ({ tasks }, id) => tasks.update({ id, title: "Mine" }, "owner")],
    ["begun", ({ set }, id) => set(id, "in_progress")],
    ["given a subtask", ({ tasks }, id) => tasks.create({ title: "Part", parentId: id }, "owner")],
    ["commented on", ({ comments }, id) => comments.add({ taskId: id, text: "Hm" }, "owner")],
  ];
  for (const [how, touch] of touches) {
    test(`leaves one that was ${how}, and never has a second`, () => {
      using scratch = withClock();
      const { add, next, set, tasks } = scratch;
      const one = add();
      set(one.id, "done");
      const made = next(one.id)?.id ?? "";
      setSystemTime(new Date(NOON.getTime() + 1000));
      touch(scratch, made);
      set(one.id, "todo");
      set(one.id, "done");
      expect(next(one.id)?.id).toBe(made);
      expect(tasks.list({ query: "water" }).items.length).toBeLessThanOrEqual(2);
    });
  }

  test("together with its untouched next occurrence: one step, no error", () => {
    using scratch = withClock();
    const { add, next, set, tasks } = scratch;
    const one = add();
    set(one.id, "done");
    const made = next(one.id)?.id ?? "";
    const changes = [one.id, made].map((id) => ({ id, status: "todo" as const }));
    expect(tasks.updateMany({ changes }, "owner").items.map(({ id }) => id)).toEqual([one.id]);
  });

  test("in one move with its next occurrence leaves no alarm of that behind", () => {
    using scratch = withClock();
    const { add, next, set, tasks } = scratch;
    const anchor = tasks.create({ title: "Anchor" }, "owner");
    const one = add();
    set(one.id, "done");
    const made = next(one.id)?.id ?? "";
    const alarms = () => scratch.read("SELECT task_id FROM task_alarms");
    expect(alarms()).toEqual([{ task_id: made }]);
    tasks.move({ ids: [made, one.id], before: anchor.id, status: "todo" }, "owner");
    expect(tasks.find(made)).toBeUndefined();
    expect(alarms()).toEqual([]);
  });
});

test("an occurrence that was removed, and made again since, comes back as a task of its own", () => {
  using scratch = withClock();
  const { add, next, set, tasks } = scratch;
  const one = add();
  set(one.id, "done");
  const first = next(one.id)?.id ?? "";
  tasks.remove(first, "owner");
  set(one.id, "todo");
  set(one.id, "done");
  expect(tasks.restore(first, "owner").previousId).toBeNull();
  expect(next(one.id)?.id).not.toBe(first);
});
