import { afterAll, beforeAll, expect, test } from "bun:test";
import superjson from "superjson";
import type { TaskChange } from "../../../shared/task.ts";
import { readEventStream } from "../../support/event-stream.ts";
import { figure } from "../../support/figures.ts";
import { startPorter, type Porter } from "../../support/server.ts";

/** As many as one call may change. */
const HALF = 500;

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());

const STREAMS = ["tasks.onChange", "events.onEvent", "notifications.onChange", "calendar.onChange"];

/** What is no cursor: nothing of it may reach the log. */
const GARBAGE = ["x", "-1", "1.5", "1e3", "0x10", " 1", "1 ", "1;2", "NaN", "null", "9".repeat(16), "9".repeat(400)];

async function open(path: string, cursor: { header: string } | { input: unknown }) {
  const [query, headers] =
    "header" in cursor
      ? ["", { "last-event-id": cursor.header }]
      : [`?input=${encodeURIComponent(superjson.stringify({ lastEventId: cursor.input }))}`, {}];
  const abort = new AbortController();
  const answer = await fetch(`${porter.url}/trpc/${path}${query}`, {
    headers: { authorization: `Bearer ${porter.token}`, ...headers },
    signal: abort.signal,
  });
  const { status } = answer;
  if (status === 200) abort.abort();
  return { status, body: status === 200 ? "" : await answer.text() };
}

test("garbage in place of a cursor is refused as what it is, wherever it stands", async () => {
  let refused = 0;
  for (const path of STREAMS)
    for (const garbage of GARBAGE)
      // A header is trimmed on its way.
      for (const cursor of [...(garbage === garbage.trim() ? [{ header: garbage }] : []), { input: garbage }]) {
        const { status, body } = await open(path, cursor);
        expect({ path, cursor, status, isSaid: body.includes('"INVALID"') }).toEqual({
          path,
          cursor,
          status: 400,
          isSaid: true,
        });
        refused++;
      }
  for (const input of [-1, 1, {}, [], true]) expect((await open("tasks.onChange", { input })).status).toBe(400);
  for (const input of ["", null, undefined, "0"])
    expect((await open("tasks.onChange", { input })).status).toBe(200);
  figure("streams", "garbage cursors refused", refused);
});

/** What comes first. */
async function firstAfter(lastEventId: string): Promise<unknown> {
  const abort = new AbortController();
  const { value } = await readEventStream(porter, "tasks.onChange", {
    lastEventId,
    signal: abort.signal,
  }).next();
  abort.abort();
  return value?.data;
}

test("a cursor of the future gets a resync, never silence", async () => {
  await porter.client.tasks.create.mutate({ title: "One" });
  for (const cursor of ["1000000", "9".repeat(15)])
    expect(await firstAfter(cursor)).toEqual({ type: "resync" });
});

test("1,000 changes in one moment reach a reader that is there and one that comes back, each once, in order", async () => {
  const ids = Array.from({ length: 2 * HALF }, () => Bun.randomUUIDv7());
  await Promise.all(ids.map((id) => porter.client.tasks.create.mutate({ id, title: "old" })));
  const abort = new AbortController();
  const there = readEventStream(porter, "tasks.onChange", { signal: abort.signal });
  const { value: ready } = await there.next();
  const changes = ids.map((id, i) => ({ id, title: `new ${i}` }));
  await Promise.all(
    [changes.slice(0, HALF), changes.slice(HALF)].map((half) =>
      porter.client.tasks.updateMany.mutate({ changes: half }),
    ),
  );
  const returning = readEventStream(porter, "tasks.onChange", {
    lastEventId: ready?.id,
    signal: abort.signal,
  });
  for (const reader of [there, returning]) {
    const titles: string[] = [];
    const cursors: number[] = [];
    while (titles.length < changes.length) {
      const { value } = await reader.next();
      if (!value) throw new Error("The stream ended.");
      titles.push((value.data as TaskChange).task.title); // as the router types it; what came wrong shows below
      cursors.push(Number(value.id));
    }
    expect(titles).toEqual(changes.map(({ title }) => title));
    expect(new Set(cursors).size).toBe(changes.length);
    expect(cursors).toEqual(cursors.toSorted((a, b) => a - b));
  }
  abort.abort();
  figure("streams", "changes in one moment, each heard once and in order", changes.length);
});
