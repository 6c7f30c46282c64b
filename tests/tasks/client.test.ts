import { expect, test } from "bun:test";
import { startPorter } from "../support/server.ts";

test("the owner's client makes, changes, finds, removes and restores a task", async () => {
  await using porter = await startPorter();
  const { tasks } = porter.client;
  const dueAt = new Date("2030-05-01T10:00:00.000Z");
  const made = await tasks.create.mutate({ title: " Plan the trip ", tags: ["#Travel"], dueAt });
  expect(made).toMatchObject({
    number: 1,
    title: "Plan the trip",
    tags: ["travel"],
    dueAt,
    createdBy: "owner",
  });

  const changed = await tasks.update.mutate({ id: made.id, status: "in_progress" });
  expect(changed).toEqual({ ...made, status: "in_progress", updatedAt: changed.updatedAt });
  expect((await tasks.list.query({ query: "trip" })).items).toEqual([changed]);
  expect(await tasks.counts.query()).toEqual({ todo: 0, in_progress: 1, done: 0, cancelled: 0 });

  expect(await tasks.remove.mutate({ id: made.id })).toEqual(changed);
  expect(await tasks.get.query({ id: made.id }).catch((error: unknown) => error)).toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await tasks.restore.mutate({ id: made.id })).toEqual(changed);
  expect(await tasks.get.query({ id: made.id })).toEqual(changed);
});
