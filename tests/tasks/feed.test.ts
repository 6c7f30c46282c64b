import { afterAll, beforeAll, expect, test } from "bun:test";
import { createPorterClient } from "../../client/sdk/index.ts";
import { NO_CLAUDE } from "../support/no-claude.ts";
import { issueCredential } from "../support/credential.ts";
import { readEventStream } from "../support/event-stream.ts";
import { startPorter, type Porter } from "../support/server.ts";

/** For tests that do not read its whole log. */
let shared: Porter;
beforeAll(async () => {
  shared = await startPorter({ config: NO_CLAUDE });
});
afterAll(() => shared[Symbol.asyncDispose]());

/** Everything of these topics since the beginning, up to the last that is in the log now. */
async function replay(porter: Porter, topics: string[]): Promise<unknown[]> {
  const abort = new AbortController();
  const told: unknown[] = [];
  const input = { topics, lastEventId: "0" };
  for await (const { data } of readEventStream(porter, "events.onEvent", { input, signal: abort.signal })) {
    if (JSON.stringify(data).includes('"ready"')) abort.abort();
    else told.push(data);
  }
  return told;
}

test("a tab's one stream tells of tasks, comments and views, each under its topic and only when asked for", async () => {
  await using porter = await startPorter();
  const { tasks, comments, views } = porter.client;
  const parent = await tasks.create.mutate({ title: "Parent" });
  const child = await tasks.create.mutate({ title: "Child", parentId: parent.id });
  const comment = await comments.add.mutate({ taskId: child.id, text: "Hm" });
  const edited = await comments.edit.mutate({ id: comment.id, text: "Hm!" });
  await comments.remove.mutate({ id: comment.id });
  const view = await views.create.mutate({ name: "All", path: "/tasks" });

  expect(await replay(porter, ["comments"])).toEqual([
    { topic: "comments", change: { type: "created", comment } },
    { topic: "comments", change: { type: "updated", comment: edited } },
    { topic: "comments", change: { type: "removed", comment: edited } },
  ]);
  expect(await replay(porter, ["views"])).toEqual([{ topic: "views", change: { type: "created", view } }]);
  const counted = { ...parent, subtasks: { total: 1, done: 0 } };
  expect(await replay(porter, ["tasks"])).toEqual([
    { topic: "tasks", change: { type: "created", task: parent } },
    { topic: "tasks", change: { type: "created", task: child } },
    { topic: "tasks", change: { type: "updated", task: counted } },
  ]);
  expect(await replay(porter, ["tasks", "comments", "views"])).toHaveLength(7);
});

test("many changes, a move, an undo and a search come over the wire as they are meant", async () => {
  const { tasks } = shared.client;
  const ids: string[] = [];
  for (const title of ["A", "B", "C"]) ids.push((await tasks.create.mutate({ title, tags: ["x"] })).id);
  await tasks.updateMany.mutate({ changes: ids.map((id) => ({ id, dueAt: new Date(5) })) });
  const [first = "", second = "", third = ""] = ids;
  await tasks.move.mutate({ ids: [third], before: first });
  await tasks.move.mutate({ ids: [second], after: third, status: "done" });
  const order = (await tasks.list.query({ sort: "manual", tag: "x" })).items.map(({ title }) => title);
  expect(order).toEqual(["C", "B", "A"]);
  const activity = await tasks.activity.query({ id: second, limit: 1 });
  expect(activity.items).toMatchObject([
    { kind: "updated", changes: [{ field: "status", before: "todo", after: "done" }], canUndo: true },
  ]);
  expect(await tasks.undo.mutate({ eventId: activity.items[0]?.eventId ?? 0 })).toMatchObject({
    status: "todo",
  });
  expect(await tasks.counts.query({ tag: "x", due: { before: new Date(6) } })).toMatchObject({ todo: 3 });
  expect(await tasks.tags.query()).toEqual({ items: [{ tag: "x", count: 3 }] });
  const removed = await tasks.removeMany.mutate({ ids });
  expect(removed.items.map(({ id }) => id)).toEqual(ids);
  expect((await tasks.restoreMany.mutate({ ids })).items).toHaveLength(3);
  const nowhere = tasks.move.mutate({ ids: [first], before: first }).catch((error: unknown) => error);
  expect(await nowhere).toMatchObject({ code: "INVALID" });
});

test("an agent comments under its session's name", async () => {
  const session = await shared.client.agents.start.mutate({ prompt: "one" });
  const agent = createPorterClient({
    url: shared.url,
    token: issueCredential(shared, { kind: "session", sessionId: session.id }),
  });
  const task = await shared.client.tasks.create.mutate({ title: "A" });
  const comment = await agent.comments.add.mutate({ taskId: task.id, text: "Done so far" });
  expect(comment.author).toBe(`session:${session.id}`);
  expect(await shared.client.comments.list.query({ taskId: task.id })).toEqual({ items: [comment] });
});
