import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { toTaskDetails } from "../../mcp/tools/task-view.ts";
import type { Comment } from "../../shared/comment.ts";
import { openScratchDatabase } from "../support/database.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { connectMcp } from "./connect.ts";

let porter: Porter;
let mcp: Awaited<ReturnType<typeof connectMcp>>;
beforeAll(async () => {
  porter = await startPorter({ config: 'server.time_zone = "Europe/Berlin"' });
  mcp = await connectMcp(porter, { env: { TZ: "Europe/Berlin" } });
});
afterAll(async () => {
  await mcp[Symbol.asyncDispose]();
  await porter[Symbol.asyncDispose]();
});

describe("the task tools of the MCP server", () => {
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
