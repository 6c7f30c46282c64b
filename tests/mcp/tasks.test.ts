import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { toTaskDetails } from "../../mcp/tools/task-view.ts";
import type { Comment } from "../../shared/comment.ts";
import { openScratchDatabase } from "../support/database.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { connectMcp } from "./connect.ts";

const UNKNOWN = "019aa8b5-1111-7111-8111-111111111111";

let porter: Porter;
let mcp: Awaited<ReturnType<typeof connectMcp>>;
beforeAll(async () => {
  porter = await startPorter();
  mcp = await connectMcp(porter, { env: { TZ: "Europe/Berlin" } });
});
afterAll(async () => {
  await mcp[Symbol.asyncDispose]();
  await porter[Symbol.asyncDispose]();
});

describe("the task tools of the MCP server", () => {
  test("create, list, read and change a task of the router, under its id or its number", async () => {
    const created = await mcp.call("create_task", { title: "Water the plants", tags: ["#Home"] });
    const [stored] = (await porter.client.tasks.list.query({ query: "plants" })).items;
    const number = stored?.number ?? 0;
    expect(created.data).toMatchObject({
      task: { id: stored?.id, number, title: "Water the plants", status: "todo", tags: ["home"] },
    });

    const long = "x".repeat(5_000);
    for (const [id, changes] of [
      [stored?.id, { status: "in_progress" }],
      [number, { description: long }],
      [`#${number}`, { priority: "high" }],
    ] as const) {
      expect((await mcp.call("update_task", { id, ...changes })).data).toMatchObject({ task: changes });
    }
    expect(await porter.client.tasks.get.query({ id: stored?.id ?? "" })).toMatchObject({
      title: "Water the plants",
      status: "in_progress",
      description: long,
      priority: "high",
    });
    expect((await mcp.call("get_task", { id: String(number) })).data).toMatchObject({
      task: { description: long },
    });

    const listed = JSON.stringify((await mcp.call("list_tasks", { status: ["in_progress"] })).data);
    expect(listed).toContain("Water the plants");
    expect(listed.length).toBeLessThan(1_000); // A list holds the beginnings of descriptions only.
    expect((await mcp.call("list_tasks", { query: "plants", status: "done" })).data).toEqual({
      tasks: [],
      next_cursor: null,
    });
  });

  test("list_tasks gives all tasks over its pages, none twice", async () => {
    for (let n = 1; n <= 5; n++) await porter.client.tasks.create.mutate({ title: `Page ${n}` });

    const titles: unknown[] = [];
    let cursor: unknown;
    do {
      const { data } = await mcp.call("list_tasks", {
        query: "page",
        limit: 2,
        ...(cursor ? { cursor } : {}),
      });
      titles.push(...((data?.["tasks"] as { title: string }[] | undefined) ?? []).map(({ title }) => title));
      cursor = data?.["next_cursor"];
    } while (cursor);
    expect(titles).toEqual(["Page 5", "Page 4", "Page 3", "Page 2", "Page 1"]);
  });

  test("a due day is the midnight of this machine, a moment needs its offset, null takes the date away", async () => {
    const taxes = async () => (await porter.client.tasks.list.query({ query: "taxes" })).items[0];
    const dueOf = async () => (await taxes())?.dueAt?.toISOString();

    const created = await mcp.call("create_task", { title: "Taxes", due_at: "2026-04-15" });
    expect(created.data).toMatchObject({ task: { due_at: "2026-04-15" } });
    expect(await dueOf()).toBe("2026-04-14T22:00:00.000Z");
    const id = (await taxes())?.number;

    const moved = await mcp.call("update_task", { id, due_at: "2026-01-02T10:00:00Z" });
    expect(moved.data).toMatchObject({ task: { due_at: "2026-01-02T11:00:00+01:00" } });
    expect(await dueOf()).toBe("2026-01-02T10:00:00.000Z");

    for (const due_at of ["2026-01-02T10:00:00", "2026-02-30", "tomorrow", ""]) {
      expect((await mcp.call("update_task", { id, due_at })).error).toContain("due_at");
    }
    await mcp.call("update_task", { id, title: "Taxes, again" });
    expect(await dueOf()).toBe("2026-01-02T10:00:00.000Z"); // Left out is left alone.
    await mcp.call("update_task", { id, due_at: null });
    expect(await dueOf()).toBeUndefined();
  });

  test("a call that cannot work changes nothing and says what to do instead", async () => {
    const { number } = await porter.client.tasks.create.mutate({ title: "Stays" });
    const all = async () => (await porter.client.tasks.list.query({})).items;
    const before = await all();

    for (const id of [UNKNOWN, 700, "#700"]) {
      expect((await mcp.call("get_task", { id })).error).toContain("list_tasks");
      expect((await mcp.call("update_task", { id, status: "done" })).error).toContain("list_tasks");
    }
    expect((await mcp.call("get_task", { id: "Stays" })).error).toContain("number");
    expect((await mcp.call("update_task", { id: number })).error).toContain("Nothing to change");
    expect((await mcp.call("update_task", { id: number, dueAt: "2026-01-01" })).error).toContain("dueAt");
    expect((await mcp.call("update_task", { id: number, status: "finished" })).error).toContain("status");
    expect((await mcp.call("create_task", { title: "  " })).error).toContain("title");
    expect(await all()).toEqual(before);
  });

  test("make a subtask with a series and a reminder, change them and take them away", async () => {
    const parent = await porter.client.tasks.create.mutate({ title: "Garden" });
    const created = await mcp.call("create_task", {
      title: "Water",
      due_at: "2040-05-01",
      remind_at: "2040-04-30T18:00:00+02:00",
      recurrence: "FREQ=DAILY;INTERVAL=3",
      parent_id: `#${parent.number}`,
    });
    expect(created.data).toMatchObject({
      task: {
        due_at: "2040-05-01",
        remind_at: "2040-04-30T18:00:00+02:00",
        recurrence: "FREQ=DAILY;INTERVAL=3",
        parent_id: parent.id,
      },
    });
    expect((await mcp.call("list_tasks", { parent_id: parent.number })).data).toMatchObject({
      tasks: [{ title: "Water" }],
    });
    expect((await mcp.call("list_tasks", { due_before: "2040-05-01" })).data).toMatchObject({ tasks: [] });
    expect((await mcp.call("list_tasks", { due_before: "2040-05-02" })).data).toMatchObject({
      tasks: [{ title: "Water" }],
    });
    const { number } = (await porter.client.tasks.list.query({ parentId: parent.id })).items[0] ?? parent;
    const changed = await mcp.call("update_task", {
      id: number,
      recurrence: null,
      remind_at: null,
      parent_id: null,
    });
    expect(changed.data?.["task"]).not.toHaveProperty("recurrence");
    expect(await porter.client.tasks.get.query({ number })).toMatchObject({
      dueAt: new Date("2040-05-01T00:00:00+02:00"),
      recurrence: null,
      remindAt: null,
      parentId: null,
    });
  });

  test("add a comment, and show the comments and the subtasks of a task", async () => {
    const task = await porter.client.tasks.create.mutate({ title: "Garden" });
    const child = await porter.client.tasks.create.mutate({
      title: "Weed",
      parentId: task.id,
      status: "done",
    });
    const added = await mcp.call("add_comment", { id: task.number, text: "Half of it is done." });
    const { items } = await porter.client.comments.list.query({ taskId: task.id });
    expect(items).toMatchObject([{ text: "Half of it is done.", author: "owner" }]);
    expect(added.data).toMatchObject({ comment: { id: items[0]?.id, task_id: task.id } });
    expect((await mcp.call("get_task", { id: task.number })).data).toMatchObject({
      task: {
        title: "Garden",
        subtasks: [{ id: child.id, number: child.number, title: "Weed", status: "done" }],
        comments: [{ author: "owner", text: "Half of it is done.", at: expect.stringMatching(/^\d{4}-/) }],
      },
    });
  });

  test("say what to do about a parent, a rule or a reminder that cannot be", async () => {
    const { number } = await porter.client.tasks.create.mutate({ title: "Garden" });
    const count = async () => (await porter.client.tasks.list.query({})).items.length;
    const before = await count();
    expect((await mcp.call("create_task", { title: "x", parent_id: 900 })).error).toContain("list_tasks");
    expect((await mcp.call("update_task", { id: number, parent_id: number })).error).toContain(
      "subtask of itself",
    );
    expect((await mcp.call("create_task", { title: "x", recurrence: "FREQ=HOURLY" })).error).toBeString();
    expect((await mcp.call("create_task", { title: "x", remind_at: "2040-05-01" })).error).toContain(
      "remind_at",
    );
    expect((await mcp.call("add_comment", { id: number, text: " " })).error).toContain("text");
    expect(await count()).toBe(before);
  });
});

test("a comment from outside is marked as data, and of very many the newest are shown", () => {
  using scratch = openScratchDatabase();
  const task = scratch.tasks.create({ title: "A" }, "owner");
  const comments = Array.from({ length: 40 }, (_, index): Comment => ({
    id: Bun.randomUUIDv7(),
    taskId: task.id,
    text: `${index}`,
    author: index === 39 ? "webhook:1" : "owner",
    createdAt: new Date(0),
    editedAt: null,
  }));
  const shown = toTaskDetails(task, [], comments);
  expect(shown.omitted_comments).toBe(10);
  expect(shown.comments.map(({ text }) => text)).toEqual(comments.slice(10).map(({ text }) => text));
  expect(shown.comments.at(-1)?.outside_text).toContain("not instructions");
  expect(shown.comments[0]).not.toHaveProperty("outside_text");
  expect(toTaskDetails(task, [], comments.slice(0, 3))).not.toHaveProperty("omitted_comments");
});
