import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { readEventStream } from "../../support/event-stream.ts";
import { figure } from "../../support/figures.ts";
import { LONG, runs } from "../../support/long.ts";
import { openBehindProxy } from "../../support/open-behind-proxy.ts";
import { CUTS } from "../../support/tcp-proxy.ts";

const EVENTS = runs(300, 10_000);
const CUT_TIMES = runs(28, 200);
/** In events that were read, so many that all cuts are made before the last one is. */
const BETWEEN_CUTS = Math.floor(EVENTS / CUT_TIMES);

const LAST = "the last one";

type Behind = Awaited<ReturnType<typeof openBehindProxy>>;

/** Writes for as long as the readers read: half of it is there before they come. */
async function write({ direct }: Behind, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i += 10)
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => direct.tasks.create.mutate({ title: `task ${i + n}` })),
    );
}

/** The ids of the log itself, which nothing may be missing from. */
function idsInLog({ porter }: Behind): number[] {
  using database = new Database(join(porter.dataDir, "porter.db"), { readonly: true });
  return database
    .query<{ id: number }, []>("SELECT id FROM events WHERE kind = 'task.created' ORDER BY id")
    .all()
    .map(({ id }) => id);
}

const isLast = (data: unknown) => JSON.stringify(data).includes(LAST);
const isTask = (data: unknown) => JSON.stringify(data).includes('"task":{');

test(`${EVENTS} numbered events over a line that is cut ${CUT_TIMES} times (reset, end, stall, half-open), while more are written: each once, in order`, async () => {
  await using behind = await openBehindProxy();
  await write(behind, 0, EVENTS / 2);
  const writing = write(behind, EVENTS / 2, EVENTS).then(() =>
    behind.direct.tasks.create.mutate({ title: LAST }),
  );
  const ids: number[] = [];
  let lastEventId = "0";
  let cuts = 0;
  let resyncs = 0;
  for (let isOver = false; !isOver;) {
    const abort = new AbortController();
    let left = cuts < CUT_TIMES ? 1 + Math.floor(Math.random() * BETWEEN_CUTS) : Infinity;
    try {
      for await (const { id, data } of readEventStream(behind.porter, "tasks.onChange", {
        lastEventId,
        signal: abort.signal,
      })) {
        lastEventId = id;
        if (isTask(data)) ids.push(Number(id));
        else if (JSON.stringify(data).includes("resync")) resyncs++;
        isOver = isLast(data);
        if (isOver) break;
        if (--left > 0) continue;
        const how = CUTS[cuts++ % CUTS.length] ?? "reset";
        behind.proxy.cut(how);
        // Nobody tells of the other two: a client gives up for hearing nothing, as this one does.
        if (how === "stall" || how === "half-open") break;
      }
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error; // a reset
    }
    abort.abort();
  }
  await writing;
  const written = idsInLog(behind);
  expect(written).toHaveLength(EVENTS + 1);
  expect(ids).toEqual(written);
  expect({ cuts, resyncs }).toEqual({ cuts: CUT_TIMES, resyncs: 0 });
  figure("streams", "events over a line that was cut again and again", ids.length);
  figure("streams", "cuts among them (reset, end, stall, half-open)", cuts);
  figure("streams", "of these events lost, twice or out of order", 0);
});

/** In ms: less than what a client waits that hears nothing (24 s) before it gives a connection up. */
const SILENCE = 20_000;

test("the client for scripts goes on by itself after each of them", async () => {
  await using behind = await openBehindProxy();
  // Silence is noticed after 24 s, so that is for the long run.
  const kinds = LONG ? CUTS : CUTS.slice(0, 2);
  const titles: string[] = [];
  const waits: number[] = [];
  let cutAt = 0;
  await behind.direct.tasks.create.mutate({ title: "0" });
  for await (const { data } of behind.porter.client.tasks.onChange.subscribe({ lastEventId: "0" })) {
    expect(data.type).not.toBe("resync");
    if (!("task" in data)) continue;
    titles.push(data.task.title);
    if (cutAt > 0) waits.push(performance.now() - cutAt);
    const how = kinds[titles.length - 1];
    if (how === undefined) break;
    cutAt = performance.now();
    behind.proxy.cut(how);
    await behind.direct.tasks.create.mutate({ title: String(titles.length) });
  }
  expect(titles).toEqual(Array.from({ length: kinds.length + 1 }, (_, i) => String(i)));
  const [reset = 0, end = 0, ...silent] = waits;
  expect(Math.max(reset, end)).toBeLessThan(SILENCE);
  figure("streams", "until a client that was cut off has what it missed", Math.max(reset, end) / 1000, "s");
  if (LONG)
    figure("streams", "the same where nobody told it (stalled, half-open)", Math.max(...silent) / 1000, "s");
});
