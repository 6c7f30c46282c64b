import { describe, expect, test } from "bun:test";
import type { Actor } from "../../shared/actor.ts";
import type { Task } from "../../shared/task.ts";
import { BadDelivery } from "../../server/integrations/error.ts";
import { deliver } from "../support/deliver.ts";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

async function openTasks(options: Omit<NonNullable<Parameters<typeof openIntegrations>[0]>, "enabled"> = {}) {
  const porter = openIntegrations({ enabled: ["tasks"], ...options });
  await settle();
  const run = async (action: string, params: Record<string, unknown> = {}, actor: Actor = "owner") =>
    porter.host.prepare({ integrationId: "tasks", action, params })(actor);
  const list = () => porter.tasks.list({}).items;
  const digests = () =>
    porter.notifications.list({}).items.filter(({ key }) => key?.startsWith("integration:tasks/"));
  return Object.assign(porter, { run, list, digests });
}

describe("the morning message", () => {
  const timeZone = "Europe/Berlin";
  const at = (moment: string) => new Date(moment);
  /** A Monday. */
  const night = () => createFakeClock(at("2026-03-02T06:30:00+01:00"));

  test("names what is due today and what is overdue, at its time", async () => {
    const clock = night();
    await using porter = await openTasks({ clock, timeZone });
    porter.tasks.create({ title: "Pay rent", dueAt: at("2026-03-02T17:30:00+01:00") }, "owner");
    porter.tasks.create({ title: "Call mum", dueAt: at("2026-03-02T00:00:00+01:00") }, "owner");
    porter.tasks.create({ title: "Late", dueAt: at("2026-03-01T23:59:00+01:00") }, "owner");
    porter.tasks.create({ title: "Very late", dueAt: at("2026-02-20T00:00:00+01:00") }, "owner");
    porter.tasks.create({ title: "Tomorrow", dueAt: at("2026-03-03T00:00:00+01:00") }, "owner");
    porter.tasks.create({ title: "Done", dueAt: at("2026-03-02T10:00:00+01:00"), status: "done" }, "owner");
    porter.tasks.create({ title: "Some day" }, "owner");

    await clock.advance(89 * MINUTE);
    expect(porter.digests()).toEqual([]);

    await clock.advance(2 * MINUTE);
    expect(porter.digests()).toMatchObject([
      {
        kind: "task_due",
        title: "2 tasks due today, 2 overdue",
        body: "Call mum · 17:30 Pay rent · Very late (for 10 days) · Late (since yesterday)",
        link: "/tasks?due=today&status=todo,in_progress",
      },
    ]);
  });

  test("comes once a day, also over a restart; the next day's takes its place", async () => {
    const clock = night();
    await using porter = await openTasks({ clock, timeZone });
    porter.tasks.create({ title: "Pay rent", dueAt: at("2026-03-02T17:30:00+01:00") }, "owner");
    await clock.advance(2 * HOUR);
    const first = porter.digests();
    expect(first).toMatchObject([{ title: "1 task due today" }]);
    await clock.advance(2 * HOUR);
    expect(porter.digests()).toEqual(first);

    await porter.stop();
    await using again = await openTasks({ clock, timeZone, database: porter });
    await clock.advance(2 * HOUR);
    expect(again.digests()).toEqual(first);

    await clock.advance(24 * HOUR);
    expect(again.digests()).toMatchObject([{ id: first[0]?.id, title: "1 overdue task" }]);
  });

  test("comes later the same day when Porter was asleep at its time", async () => {
    const clock = night();
    await using porter = await openTasks({ clock, timeZone });
    porter.tasks.create({ title: "Pay rent", dueAt: at("2026-03-02T17:30:00+01:00") }, "owner");
    await clock.advance(MINUTE);
    clock.set(at("2026-03-02T11:00:00+01:00"));
    await clock.advance(2 * MINUTE);
    expect(porter.digests()).toHaveLength(1);
  });

  test("has its time in Porter's time zone on both sides of a change of the clock", async () => {
    const clock = createFakeClock(at("2026-03-28T07:00:00+01:00"));
    await using porter = await openTasks({ clock, timeZone });
    porter.tasks.create({ title: "Winter", dueAt: at("2026-03-28T12:00:00+01:00") }, "owner");
    await clock.advance(59 * MINUTE);
    expect(porter.digests()).toEqual([]);
    await clock.advance(2 * MINUTE);
    expect(porter.digests()).toMatchObject([{ body: "12:00 Winter" }]);

    // Summer time has begun in the night: 8:00 is 23 hours later.
    await clock.advance(22 * HOUR + 55 * MINUTE);
    expect(porter.digests()).toMatchObject([{ body: "12:00 Winter" }]);
    await clock.advance(5 * MINUTE);
    expect(porter.digests()).toMatchObject([{ body: "Winter (since yesterday)" }]);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ["digest_at = false", { digest_at: false }, []],
    ["remind = false", { remind: false }, ["1 task due today"]],
    ["the defaults", {}, ["1 task due today, 1 overdue"]],
  ])("%s", async (_, section, titles) => {
    const clock = night();
    await using porter = await openTasks({ clock, timeZone, sections: { tasks: section } });
    porter.tasks.create({ title: "Today", dueAt: at("2026-03-02T12:00:00+01:00") }, "owner");
    porter.tasks.create({ title: "Yesterday", dueAt: at("2026-03-01T12:00:00+01:00") }, "owner");
    await clock.advance(3 * HOUR);
    expect(porter.digests().map(({ title }) => title)).toEqual(titles);
  });

  test("a day without any brings none; of many the first are named and the others counted", async () => {
    const clock = night();
    await using porter = await openTasks({ clock, timeZone });
    await clock.advance(3 * HOUR);
    expect(porter.digests()).toEqual([]);

    for (let hour = 10; hour < 18; hour += 1)
      porter.tasks.create({ title: `At ${hour}`, dueAt: at(`2026-03-03T${hour}:00:00+01:00`) }, "owner");
    await clock.advance(24 * HOUR);
    expect(porter.digests()).toMatchObject([
      {
        title: "8 tasks due today",
        body: "10:00 At 10 · 11:00 At 11 · 12:00 At 12 · 13:00 At 13 · 14:00 At 14 · 3 more",
      },
    ]);
  });

  test.each(["8:00", "24:00", "08:60", "morning", 8, true])("%p is no time of day", async (digest_at) => {
    await using porter = await openTasks({ sections: { tasks: { digest_at } } });
    expect(porter.host.find("tasks")).toMatchObject({ state: "needs_config" });
  });
});

describe("the webhook", () => {
  const post = (type: string, data: unknown) => ({ body: { type, data } });

  test("task.create makes a task, in the name of the integration", async () => {
    await using porter = await openTasks({ timeZone: "Europe/Berlin" });
    const outcome = await deliver(
      porter,
      "tasks",
      post("task.create", {
        title: "Pay rent",
        description: "To the landlord",
        priority: "high",
        tags: ["Home"],
        due_at: "2026-03-12T17:30:00+01:00",
      }),
    );
    expect(porter.list()).toMatchObject([
      {
        number: 1,
        title: "Pay rent",
        description: "To the landlord",
        priority: "high",
        tags: ["home"],
        dueAt: new Date("2026-03-12T16:30:00Z"),
        createdBy: "integration:tasks",
      },
    ]);
    expect(outcome).toBe("Created task #1.");
  });

  test("a day is kept as the midnight at which it begins in Porter's time zone", async () => {
    await using porter = await openTasks({ timeZone: "Europe/Berlin" });
    await deliver(porter, "tasks", post("task.create", { title: "Pay rent", due_at: "2026-03-12" }));
    expect(porter.list()[0]?.dueAt).toEqual(new Date("2026-03-11T23:00:00Z"));
  });

  test.each<[string, (task: Task) => unknown]>([
    ["its id", ({ id }) => id],
    ["its number", ({ number }) => number],
    ["its number, written", ({ number }) => `#${number}`],
  ])("task.update changes what is given, of the task with %s", async (_, ref) => {
    await using porter = await openTasks();
    const task = porter.tasks.create({ title: "Pay rent", tags: ["home"], dueAt: new Date(0) }, "owner");
    const change = post("task.update", { id: ref(task), status: "in_progress", due_at: null });
    expect(await deliver(porter, "tasks", change)).toBe("Changed task #1.");
    expect(porter.tasks.get(task.id)).toMatchObject({
      title: "Pay rent",
      tags: ["home"],
      status: "in_progress",
      dueAt: null,
      updatedBy: "integration:tasks",
    });
    expect(await deliver(porter, "tasks", change)).toBe("Task #1 is like that already.");
  });

  test.each<[string, unknown, RegExp]>([
    ["another type", { type: "task.remove", data: { id: 1 } }, /task\.create/],
    ["no object", "task.create", /task\.create/],
    ["nothing", null, /task\.create/],
    ["no data", { type: "task.create" }, /^data: /],
    ["no title", { type: "task.create", data: {} }, /^data\.title: /],
    ["an empty title", { type: "task.create", data: { title: " " } }, /^data\.title: must not be empty/],
    ["a misspelt field", { type: "task.create", data: { title: "x", due: "2026-03-12" } }, /due/],
    ["another priority", { type: "task.create", data: { title: "x", priority: "!!" } }, /^data\.priority: /],
    [
      "a moment without an offset",
      { type: "task.create", data: { title: "x", due_at: "2026-03-12T17:30:00" } },
      /^data\.due_at: .*offset/,
    ],
    [
      "a day that is none",
      { type: "task.create", data: { title: "x", due_at: "2026-02-30" } },
      /^data\.due_at: /,
    ],
    ["a NUL", { type: "task.create", data: { title: "a\0b" } }, /^data\.title: /],
    ["a task that is not there", { type: "task.update", data: { id: 7, title: "x" } }, /no task #7/],
    ["an id that is none", { type: "task.update", data: { id: "seven", title: "x" } }, /no task/],
  ])("%s is a bad delivery: nothing is written and the integration stays up", async (_, body, words) => {
    await using porter = await openTasks();
    const error = await deliver(porter, "tasks", { body }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(BadDelivery);
    expect(error).toHaveProperty("message", expect.stringMatching(words));
    expect(porter.list()).toEqual([]);
    expect(porter.host.find("tasks")).toMatchObject({ state: "ok", error: null });
  });
});

describe("actions", () => {
  test("create, list, update and complete", async () => {
    await using porter = await openTasks({ timeZone: "Europe/Berlin" });
    await porter.run("create", { title: "Some day", priority: "low" });
    const created = await porter.run("create", {
      title: "Pay rent",
      tags: ["home"],
      dueAt: "2026-03-12T17:30:00Z",
    });
    expect(created).toEqual({
      task: {
        id: porter.tasks.getBy({ number: 2 }).id,
        number: 2,
        title: "Pay rent",
        description: "",
        status: "todo",
        priority: "medium",
        tags: ["home"],
        dueAt: "2026-03-12T18:30:00+01:00",
      },
    });
    const titles = async (params: Record<string, unknown>) => await porter.run("list", params);
    expect(await titles({})).toMatchObject({
      tasks: [{ title: "Pay rent" }, { title: "Some day" }],
      hasMore: false,
    });
    expect(await titles({ limit: 1 })).toMatchObject({ tasks: [{ number: 2 }], hasMore: true });
    expect(await titles({ dueBefore: "2026-03-12" })).toMatchObject({ tasks: [] });
    expect(await titles({ dueBefore: "2026-03-13" })).toMatchObject({ tasks: [{ number: 2 }] });
    expect(await titles({ priority: "low" })).toMatchObject({ tasks: [{ number: 1 }] });

    expect(await porter.run("update", { id: "#2", dueAt: "2026-03-14" })).toMatchObject({
      task: { title: "Pay rent", dueAt: "2026-03-14" },
    });
    expect(await porter.run("update", { id: "2", dueAt: null })).toMatchObject({ task: { dueAt: null } });
    expect(await porter.run("complete", { id: "2" })).toMatchObject({ task: { status: "done" } });
    expect(await titles({ status: "done" })).toMatchObject({ tasks: [{ number: 2 }] });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["create", {}, "INVALID"],
    ["create", { title: "x", due_at: "2026-03-12" }, "INVALID"],
    ["create", { title: "x", dueAt: "tomorrow" }, "INVALID"],
    ["list", { limit: 0 }, "INVALID"],
    ["complete", { id: "12" }, "NOT_FOUND"],
    ["update", { id: "no id", title: "x" }, "NOT_FOUND"],
    ["remove", { id: "1" }, "NOT_FOUND"],
  ])("%s %j is %s, and the integration stays as it is", async (action, params, code) => {
    await using porter = await openTasks();
    expect(await porter.run(action, params).catch((error: unknown) => error)).toMatchObject({ code });
    expect(porter.host.find("tasks")).toMatchObject({ state: "ok", error: null });
  });

  test("change tasks in the name of who runs them", async () => {
    await using porter = await openTasks();
    await porter.run("create", { title: "Pay rent" }, "session:s1");
    expect(porter.list()).toMatchObject([{ createdBy: "session:s1" }]);
    await porter.run("update", { id: "1", priority: "high" }, "token:script");
    expect(porter.list()).toMatchObject([{ createdBy: "session:s1", updatedBy: "token:script" }]);
    await porter.run("complete", { id: "1" });
    expect(porter.list()).toMatchObject([{ status: "done", updatedBy: "owner" }]);
  });

  test("only list is free for agents", async () => {
    await using porter = await openTasks();
    const free = porter.host
      .find("tasks")
      ?.actions.map(({ name, isFreeForAgents }) => [name, isFreeForAgents]);
    expect(free).toEqual([
      ["list", true],
      ["create", false],
      ["update", false],
      ["complete", false],
    ]);
  });
});
