import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { porterErrorOf } from "../../shared/errors.ts";
import type { FeedEvent, StreamSignal } from "../../shared/feed.ts";
import type { TaskChange } from "../../shared/task.ts";
import { readEventStream } from "../support/event-stream.ts";
import { startPorter, type Porter } from "../support/server.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());

const CUTS = 50;
/** Enough that each connection has something to lose. */
const WRITES = 200;

/** What a writer writes last, behind its name. */
const END = "the end";

/**
 * A writer that never waits for a reader: creates, and now and then an update. Resolves with what it was told; every
 * title begins with the writer's name.
 */
async function write(name: string, count: number): Promise<string[]> {
  const titles: string[] = [];
  for (let i = 0; i < count; i++) {
    const task = await porter.client.tasks.create.mutate({ title: `${name} ${i}` });
    titles.push(task.title);
    if (i % 10 === 0) {
      const changed = await porter.client.tasks.update.mutate({
        id: task.id,
        title: `${name} ${i}, changed`,
      });
      titles.push(changed.title);
    }
  }
  titles.push((await porter.client.tasks.create.mutate({ title: `${name} ${END}` })).title);
  return titles;
}

/**
 * Reads until the end has come, and cuts the connection after a random number of events, again and again,
 * each time coming back with the id of the last event that was read.
 */
async function readWithCuts(options: {
  open: (lastEventId: string | undefined, signal: AbortSignal) => ReturnType<typeof readEventStream>;
  titleOf: (data: unknown) => string | undefined;
  writer: string;
}): Promise<{ titles: string[]; ids: number[]; cuts: number; resyncs: number }> {
  const titles: string[] = [];
  const ids: number[] = [];
  let lastEventId: string | undefined = "0";
  let cuts = 0;
  let resyncs = 0;
  const end = `${options.writer} ${END}`;
  while (titles.at(-1) !== end) {
    const abort = new AbortController();
    let left = cuts < CUTS ? 1 + Math.floor(Math.random() * ((1.5 * WRITES) / CUTS)) : Infinity;
    for await (const { id, data } of options.open(lastEventId, abort.signal)) {
      lastEventId = id;
      if (JSON.stringify(data).includes('"resync"')) resyncs++;
      const title = options.titleOf(data);
      if (title?.startsWith(options.writer)) {
        titles.push(title);
        ids.push(Number(id));
      }
      if (--left <= 0 || title === end) break;
    }
    abort.abort();
    cuts++;
  }
  return { titles, ids, cuts, resyncs };
}

const isIncreasing = (ids: number[]) => ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0));

test("subscriptions that are cut 50 times at random while a writer writes lose nothing, repeat nothing and keep the order", async () => {
  const writer = "cut";
  const writing = write(writer, WRITES);
  const read = (path: string, titleOf: (data: unknown) => string | undefined) =>
    readWithCuts({
      open: (lastEventId, signal) => readEventStream(porter, path, { lastEventId, signal }),
      titleOf,
      writer,
    });
  const readings = await Promise.all([
    read("tasks.onChange", (data) => {
      const change = data as TaskChange | StreamSignal; // as the router types it; what came wrong shows below
      return "task" in change ? change.task.title : undefined;
    }),
    read("events.onEvent", (data) => {
      const event = data as FeedEvent;
      return event.topic === "tasks" ? event.change.task.title : undefined;
    }),
  ]);
  const written = await writing;
  for (const { titles, ids, cuts, resyncs } of readings) {
    expect(titles).toEqual(written);
    expect(isIncreasing(ids)).toBe(true);
    expect(cuts).toBeGreaterThan(CUTS);
    expect(resyncs).toBe(0);
  }
});

describe("many streams", () => {
  test("12 tabs all receive everything, while the calls beside them are answered", async () => {
    const abort = new AbortController();
    const ready = Array.from({ length: 12 }, () => Promise.withResolvers<void>());
    const tabs = ready.map(async ({ resolve }) => {
      const titles: string[] = [];
      for await (const { data } of readEventStream(porter, "events.onEvent", { signal: abort.signal })) {
        const event = data as FeedEvent;
        if (event.topic === "stream") resolve();
        if (event.topic === "tasks") titles.push(event.change.task.title);
        if (titles.at(-1) === `tab ${END}`) break;
      }
      return titles;
    });
    await Promise.all(ready.map(({ promise }) => promise));
    const written = await write("tab", 20);
    const received = await Promise.all(tabs);
    abort.abort();
    for (const titles of received) expect(titles).toEqual(written);
  });

  test("one that nobody reads harms no other", async () => {
    const abort = new AbortController();
    const headers = { authorization: `Bearer ${porter.token}` };
    const stalled = await fetch(`${porter.url}/trpc/tasks.onChange`, { headers, signal: abort.signal });
    const description = "x".repeat(90_000); // soon more than the sockets hold
    const titles: string[] = [];
    const reading = (async () => {
      for await (const { data } of readEventStream(porter, "tasks.onChange", {
        lastEventId: "0",
        signal: abort.signal,
      })) {
        const change = data as TaskChange | StreamSignal;
        if ("task" in change && change.task.title.startsWith("large")) titles.push(change.task.title);
        if (titles.length === 100) break;
      }
    })();
    for (let i = 0; i < 100; i++)
      await porter.client.tasks.create.mutate({ title: `large ${i}`, description });
    await reading;
    expect(titles).toEqual(Array.from({ length: 100 }, (_, i) => `large ${i}`));
    expect(stalled.bodyUsed).toBe(false);
    abort.abort();
  });

  test("each topic brings its own, and the session of an agent that is not there is refused", async () => {
    const abort = new AbortController();
    const events = readEventStream(porter, "events.onEvent", {
      input: { topics: ["notifications"], lastEventId: "0" },
      signal: abort.signal,
    });
    expect((await events.next()).value).toMatchObject({
      data: { topic: "stream", change: { type: "ready" } },
    });
    await porter.client.tasks.create.mutate({ title: "not for this one" });
    abort.abort();
    expect((await events.next()).value).toBeUndefined();

    const nobody = porter.client.agents.onEvent.subscribe({ id: Bun.randomUUIDv7() });
    expect(await nobody.next().catch(porterErrorOf)).toMatchObject({ code: "NOT_FOUND" });
  });
});
