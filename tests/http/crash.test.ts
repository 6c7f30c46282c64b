import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import type { StreamSignal } from "../../shared/feed.ts";
import type { Task, TaskChange } from "../../shared/task.ts";
import { readEventStream } from "../support/event-stream.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { runs } from "../support/long.ts";

const ROUNDS = runs(2, 5);

/** Four writers that go on until the server is gone. Keeps what was acknowledged, as it was acknowledged last. */
async function writeUntilKilled(
  porter: Porter,
  round: number,
  acknowledged: Map<string, Task>,
): Promise<void> {
  const killAfter = 30 + Math.floor(Math.random() * 60);
  let count = 0;
  const writer = async (name: number) => {
    try {
      for (let i = 0; ; i++) {
        const created = await porter.client.tasks.create.mutate({ title: `${round}/${name}/${i}` });
        acknowledged.set(created.id, created);
        if (i % 3 === 0) {
          const done = await porter.client.tasks.update.mutate({ id: created.id, status: "done" });
          acknowledged.set(done.id, done);
        }
        if (++count === killAfter) void porter.kill();
      }
    } catch {
      // The server is gone, and with it what it had not answered.
    }
  };
  await Promise.all([1, 2, 3, 4].map(writer));
}

async function listAll(porter: Porter): Promise<Map<string, Task>> {
  const tasks = new Map<string, Task>();
  let cursor: string | undefined;
  do {
    const page = await porter.client.tasks.list.query({
      limit: 200,
      ...(cursor !== undefined && { cursor }),
    });
    for (const task of page.items) tasks.set(task.id, task);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return tasks;
}

/** What someone knows who has followed the log from its first line. */
async function replay(porter: Porter): Promise<Map<string, Task>> {
  const tasks = new Map<string, Task>();
  const abort = new AbortController();
  for await (const { data } of readEventStream(porter, "tasks.onChange", {
    lastEventId: "0",
    signal: abort.signal,
  })) {
    const change = data as TaskChange | StreamSignal;
    if (change.type === "ready") break;
    if ("task" in change) tasks.set(change.task.id, change.task);
  }
  abort.abort();
  return tasks;
}

test("kill -9 during writes, again and again: what was acknowledged is there, and the log tells the same", async () => {
  using home = scratchDir("home");
  const acknowledged = new Map<string, Task>();
  for (let round = 1; round <= ROUNDS; round++) {
    const porter = await startPorter({ home: home.path });
    await writeUntilKilled(porter, round, acknowledged);
    await porter.kill();
  }

  await using porter = await startPorter({ home: home.path });
  const stored = await listAll(porter);
  expect(acknowledged.size).toBeGreaterThan(ROUNDS * 10);
  for (const [id, task] of acknowledged) {
    const kept = stored.get(id);
    // One update may have been written and its answer cut off: it is then later than what was acknowledged.
    if (kept && task.status === "todo" && kept.status === "done") continue;
    expect(kept).toEqual(task);
  }
  expect(await replay(porter)).toEqual(stored);

  using database = new Database(join(porter.dataDir, "porter.db"), { readonly: true });
  expect(database.query("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  const numbers = [...stored.values()].map(({ number }) => number);
  expect(new Set(numbers).size).toBe(numbers.length);
});
