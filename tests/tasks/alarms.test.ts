import { afterEach, describe, expect, setSystemTime, test } from "bun:test";
import type { CreateTask } from "../../shared/task.ts";
import { openScratchDatabase } from "../support/database.ts";

const ZONE = "America/New_York";
const NOW = new Date("2030-03-08T12:00:00-05:00"); // The clocks go forward on Sunday the 10th.
const at = (iso: string) => new Date(iso).getTime();

function withClock() {
  const scratch = openScratchDatabase({ timeZone: ZONE });
  setSystemTime(NOW);
  return {
    ...scratch,
    add: (given: Partial<CreateTask>) => scratch.tasks.create({ title: "Call", ...given }, "owner"),
    /** What is set, by kind. */
    alarms: () =>
      Object.fromEntries(
        scratch
          .read<{ kind: string; at: number }>("SELECT kind, at FROM task_alarms ORDER BY kind")
          .map(({ kind, at }) => [kind, at]),
      ),
  };
}
afterEach(() => {
  setSystemTime();
});

const DUE = new Date("2030-03-09T17:30:00-05:00");
const REMIND = new Date("2030-03-09T08:00:00-05:00");

describe("an alarm is set", () => {
  test("for the moment a task is due, and for its reminder", () => {
    using scratch = withClock();
    scratch.add({ dueAt: DUE, remindAt: REMIND });
    expect(scratch.alarms()).toEqual({ due: DUE.getTime(), reminder: REMIND.getTime() });
  });

  test("for nine in the morning of a day, there, also on the day that the clocks change", () => {
    using scratch = withClock();
    const { id } = scratch.add({ dueAt: new Date("2030-03-09T00:00:00-05:00") });
    expect(scratch.alarms()).toEqual({ due: at("2030-03-09T09:00:00-05:00") });
    scratch.tasks.update({ id, dueAt: new Date("2030-03-10T00:00:00-05:00") }, "owner");
    expect(scratch.alarms()).toEqual({ due: at("2030-03-10T09:00:00-04:00") });
    // Today's nine o'clock has passed.
    scratch.tasks.update({ id, dueAt: new Date("2030-03-08T00:00:00-05:00") }, "owner");
    expect(scratch.alarms()).toEqual({});
  });

  test("for what is to come only, and for open tasks only", () => {
    using scratch = withClock();
    scratch.add({ dueAt: NOW, remindAt: new Date(0) });
    scratch.add({ dueAt: new Date(-8.64e15), remindAt: REMIND, status: "done" });
    scratch.add({ dueAt: DUE, remindAt: REMIND, status: "cancelled" });
    expect(scratch.alarms()).toEqual({});
  });

  test("anew when its moment changes; another change leaves it", () => {
    using scratch = withClock();
    const { id } = scratch.add({ dueAt: DUE, remindAt: REMIND });
    const later = new Date(DUE.getTime() + 1);
    scratch.tasks.update({ id, dueAt: later, title: "Later" }, "owner");
    expect(scratch.alarms()).toEqual({ due: later.getTime(), reminder: REMIND.getTime() });
    scratch.tasks.update({ id, dueAt: null }, "owner");
    expect(scratch.alarms()).toEqual({ reminder: REMIND.getTime() });
  });

  test("no more for a task that is closed or gone, and again when it is back", () => {
    using scratch = withClock();
    const { tasks } = scratch;
    const { id } = scratch.add({ dueAt: DUE, remindAt: REMIND });
    const set = scratch.alarms();
    for (const status of ["done", "cancelled"] as const) {
      tasks.update({ id, status }, "owner");
      expect(scratch.alarms()).toEqual({});
      tasks.update({ id, status: "todo" }, "owner");
      expect(scratch.alarms()).toEqual(set);
    }
    tasks.remove(id, "owner");
    expect(scratch.alarms()).toEqual({});
    tasks.restore(id, "owner");
    expect(scratch.alarms()).toEqual(set);
  });

  test("for the next occurrence, too", () => {
    using scratch = withClock();
    const { id } = scratch.add({ dueAt: DUE, remindAt: REMIND, recurrence: "FREQ=DAILY" });
    scratch.tasks.update({ id, status: "done" }, "owner");
    expect(scratch.alarms()).toEqual({
      due: at("2030-03-10T17:30:00-04:00"),
      reminder: at("2030-03-10T08:00:00-04:00"),
    });
  });
});

describe("the notification of a task", () => {
  const ends: [string, (tasks: ReturnType<typeof withClock>["tasks"], id: string) => unknown][] = [
    ["done", (tasks, id) => tasks.update({ id, status: "done" }, "owner")],
    ["cancelled", (tasks, id) => tasks.update({ id, status: "cancelled" }, "owner")],
    ["removed", (tasks, id) => tasks.remove(id, "owner")],
    ["put off", (tasks, id) => tasks.update({ id, dueAt: DUE, remindAt: DUE }, "owner")],
  ];
  for (const [how, end] of ends) {
    test(`leaves the inbox with a task that is ${how}, and stays with any other change`, () => {
      using scratch = withClock();
      const { tasks, notifications } = scratch;
      const { id } = scratch.add({ dueAt: new Date(0), remindAt: new Date(0) });
      const other = scratch.add({ dueAt: new Date(0) });
      for (const key of [`task:${id}:due`, `task:${id}:reminder`, `task:${other.id}:due`])
        notifications.notify({ kind: "task_due", key, title: "x", body: "", link: "/" }, "porter");
      tasks.update({ id, title: "Renamed", status: "in_progress" }, "owner");
      expect(notifications.list({}).items).toHaveLength(3);
      end(tasks, id);
      expect(notifications.list({}).items.map(({ key }) => key)).toEqual([`task:${other.id}:due`]);
    });
  }
});
