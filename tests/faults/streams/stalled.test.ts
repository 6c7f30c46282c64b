import { expect, test } from "bun:test";
import { readEventStream } from "../../support/event-stream.ts";
import { figure } from "../../support/figures.ts";
import { LONG, runs } from "../../support/long.ts";
import { memoryOf } from "../../support/memory-of.ts";
import { openBehindProxy } from "../../support/open-behind-proxy.ts";

/** Of one event on the wire, in bytes; in the log it stands twice, before and after. */
const SIZE = 90_000;
/** 1 MB/s for five minutes; in the suite as many as are more than Porter keeps for a reader, as fast as it goes. */
const EVENTS = runs(200, Math.round((300 * 1_000_000) / SIZE));
/** In ms. */
const PAUSE = LONG ? (SIZE / 1_000_000) * 1_000 : 0;
/** In MB, on top of what the server had: its bound for one reader, the sockets, and what waits for the collector. */
const MOST_MEMORY = 200;

test("a reader that stalls is cut with resync, in bounded memory; one beside it has everything", async () => {
  await using behind = await openBehindProxy();
  const { direct, porter, proxy } = behind;
  const { id } = await direct.tasks.create.mutate({ title: "0" });
  const abort = new AbortController();
  const { signal } = abort;
  const stalled = readEventStream(porter, "tasks.onChange", { signal });
  await stalled.next();
  proxy.cut("stall");
  const beside = readEventStream({ url: behind.directUrl, token: porter.token }, "tasks.onChange", {
    signal,
  });
  await beside.next();

  const start = memoryOf(porter.pid);
  const begun = performance.now();
  let most = start;
  for (let i = 1; i <= EVENTS; i++) {
    await direct.tasks.update.mutate({ id, title: String(i), description: `${i % 10}`.repeat(SIZE) });
    expect((await beside.next()).value?.data).toMatchObject({ type: "updated", task: { title: String(i) } });
    most = Math.max(most, memoryOf(porter.pid));
    if (PAUSE > 0) await Bun.sleep(Math.max(0, begun + i * PAUSE - performance.now()));
  }

  proxy.goOn();
  const heard: string[] = [];
  let resyncId = 0;
  while (heard.at(-1) !== "after") {
    const { value } = await stalled.next();
    if (!value) throw new Error("The stream ended.");
    const data = value.data as { type: string; task?: { title: string } }; // a task's change or a signal
    heard.push(data.task?.title ?? data.type);
    if (data.type !== "resync") continue;
    resyncId = Number(value.id);
    await direct.tasks.update.mutate({ id, title: "after" });
    if (heard.at(-1) === "resync") await direct.tasks.update.mutate({ id, title: "after" });
  }
  // What the sockets held, in order; then the cut, once; then what came after it.
  const until = heard.indexOf("resync");
  expect(heard.slice(0, until)).toEqual(Array.from({ length: until }, (_, i) => String(i + 1)));
  expect(until).toBeLessThan(EVENTS);
  expect(heard.slice(until)).toEqual(["resync", "after"]);
  expect(resyncId).toBeGreaterThan(EVENTS);
  expect(most - start).toBeLessThan(MOST_MEMORY);
  abort.abort();
  figure("streams", "MB sent past a reader that stalled", (EVENTS * SIZE) / 1e6, "MB");
  figure("streams", "the server's memory grew by at most", most - start, "MB");
});

/** Together more than the sockets in between hold. */
const REPLAYED = 100;
const MEANWHILE = 50;

test("a replay that stalls half-way while more is written goes on with both, in order", async () => {
  await using behind = await openBehindProxy();
  const { direct, porter, proxy } = behind;
  const { id } = await direct.tasks.create.mutate({ title: "0" });
  const write = async (from: number, to: number, length: number) => {
    for (let i = from; i < to; i++)
      await direct.tasks.update.mutate({ id, title: String(i), description: `${i % 10}`.repeat(length) });
  };
  await write(1, REPLAYED, SIZE);
  const abort = new AbortController();
  const reader = readEventStream(porter, "tasks.onChange", { lastEventId: "0", signal: abort.signal });
  const titles: string[] = [];
  const read = async () => {
    const { value } = await reader.next();
    if (!value) throw new Error("The stream ended.");
    const data = value.data as { type: string; task?: { title: string } }; // a task's change or a signal
    titles.push(data.task?.title ?? data.type);
  };
  await read();
  proxy.cut("stall");
  await write(REPLAYED, REPLAYED + MEANWHILE, 10);
  proxy.goOn();
  while (titles.at(-1) !== "ready") await read();
  const last = REPLAYED + MEANWHILE;
  await write(last, last + 1, 10);
  while (titles.at(-1) !== String(last)) await read();
  expect(titles.indexOf("ready")).toBe(REPLAYED);
  expect(titles.filter((title) => title !== "ready")).toEqual(
    Array.from({ length: last + 1 }, (_, i) => String(i)),
  );
  // A reader that stalls holds up no stop: a forced one is exit 1.
  proxy.cut("stall");
  await write(last + 1, last + 20, SIZE);
  expect(await porter.stop()).toBe(0);
  figure("streams", "events written during a replay that stood still, each heard once", MEANWHILE);
  abort.abort();
});
