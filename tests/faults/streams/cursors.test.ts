import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
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
const GARBAGE = [
  "x",
  "-1",
  "1.5",
  "1e3",
  "0x10",
  " 1",
  "1 ",
  "1;2",
  "NaN",
  "null",
  "9".repeat(16),
  "9".repeat(400),
];

const asInput = (lastEventId: unknown) =>
  `?input=${encodeURIComponent(superjson.stringify({ lastEventId }))}`;

/** The three places from which a cursor is read: its own input, the browser's header, and a parameter. */
const PLACES: ((path: string, cursor: string) => Promise<Response>)[] = [
  (path, cursor) => ask(path + asInput(cursor)),
  (path, cursor) => ask(path, { "last-event-id": cursor }),
  (path, cursor) => ask(`${path}?lastEventId=${encodeURIComponent(cursor)}`),
];

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${porter.url}/trpc/${path}`, { headers: { authorization: `Bearer ${porter.token}`, ...headers } });

/** tRPC answers an open stream, says the error on it and ends it. */
const readRefusal = async (answer: Promise<Response>) => {
  const text = await (await answer).text();
  return { isError: text.includes("event: serialized-error"), isInvalid: text.includes('"code":"INVALID"') };
};

const REFUSED = { isError: true, isInvalid: true };

test("garbage in place of a cursor is refused as what it is, wherever it stands", async () => {
  let refused = 0;
  for (const path of STREAMS)
    for (const garbage of GARBAGE)
      for (const place of PLACES) {
        if (garbage !== garbage.trim() && place === PLACES[1]) continue; // A header is trimmed on its way.
        const refusal = await readRefusal(place(path, garbage));
        expect({ path, garbage, ...refusal }).toEqual({ path, garbage, ...REFUSED });
        refused++;
      }
  for (const input of [-1, 1, {}, [], true])
    expect(await readRefusal(ask(`tasks.onChange${asInput(input)}`))).toEqual(REFUSED);
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

test("a cursor of the future, and one that the log does not reach back to, gets a resync, never silence", async () => {
  for (let i = 1; i <= 4; i++) await porter.client.tasks.create.mutate({ title: `task ${i}` });
  expect(await firstAfter("1")).toMatchObject({ task: { title: "task 2" } });
  using database = new Database(join(porter.dataDir, "porter.db"));
  database.run("DELETE FROM events WHERE id <= 2");
  for (const cursor of ["1", "1000000", "9".repeat(15)])
    expect(await firstAfter(cursor)).toEqual({ type: "resync" });
  expect(await firstAfter("2")).toMatchObject({ task: { title: "task 3" } });
});

test("1,000 changes in one moment reach a reader that is there and one that comes back, each once, in order", async () => {
  const ids = Array.from({ length: 100 }, () => Bun.randomUUIDv7());
  await Promise.all(ids.map((id) => porter.client.tasks.create.mutate({ id, title: "old" })));
  const abort = new AbortController();
  const there = readEventStream(porter, "tasks.onChange", { signal: abort.signal });
  const { value: ready } = await there.next();
  const changes = Array.from({ length: 2 * HALF }, (_, i) => ({
    id: ids[i % ids.length] ?? "",
    title: `new ${i}`,
  }));
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
