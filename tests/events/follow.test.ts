import { describe, expect, test } from "bun:test";
import type { Entry, EventFilter } from "../../server/events/log.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

/** Longer than one page of the replay (100). */
const MANY = 1_200;

function append(scratch: ScratchDatabase, count: number, kind = "task.created", subject = "task:1"): void {
  scratch.events.write((append) => {
    for (let i = 0; i < count; i++) append({ kind, subject, actor: "owner" });
  });
}

/** Reads entries up to and with the first that is asked for. */
async function readUntil(
  follower: AsyncGenerator<Entry<string>>,
  isLast: (entry: Entry<string>) => boolean,
): Promise<Entry<string>[]> {
  const entries: Entry<string>[] = [];
  while (true) {
    const { value, done } = await follower.next();
    if (done) throw new Error(`The stream ended after ${entries.length} entries.`);
    entries.push(value);
    if (isLast(value)) return entries;
  }
}

const isReady = (entry: Entry<string>) => entry.type === "ready";
const hasId = (id: number) => (entry: Entry<string>) => entry.type === "event" && entry.id === id;
const idsOf = (entries: Entry<string>[]) =>
  entries.flatMap((entry) => (entry.type === "event" ? [entry.id] : []));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** A follower that ends with the test. */
function following(scratch: ScratchDatabase, options: { after?: number; filter?: EventFilter } = {}) {
  const abort = new AbortController();
  const follower = scratch.events.follow({ ...options, signal: abort.signal });
  return { follower, [Symbol.dispose]: () => abort.abort() };
}

describe("replay, then follow", () => {
  test("has no gap and no repeat while writes go on during the replay", async () => {
    using scratch = openScratchDatabase();
    append(scratch, MANY);
    using reader = following(scratch, { after: 0 });
    const entries: Entry<string>[] = [];
    let written = MANY;
    while (true) {
      const { value } = await reader.follower.next();
      if (!value) throw new Error("The stream ended.");
      entries.push(value);
      // One write between any two reads of the replay, and bursts around its end.
      if (written < 2 * MANY) append(scratch, 1);
      if (value.type === "ready") append(scratch, 7);
      written = scratch.events.findLatest("task:1", "task.created")?.id ?? 0;
      if (value.type === "event" && value.id === written) break;
    }
    expect(idsOf(entries)).toEqual(range(1, written));
    expect(written).toBeGreaterThan(2 * MANY);
    expect(entries.filter(({ type }) => type !== "event").map(({ type }) => type)).toEqual(["ready"]);
  });

  test("hears what was written between the call and the first read", async () => {
    using scratch = openScratchDatabase();
    append(scratch, 2);
    using reader = following(scratch, { after: 1 });
    append(scratch, 2);
    expect(idsOf(await readUntil(reader.follower, hasId(4)))).toEqual([2, 3, 4]);
  });

  for (const count of [99, 100, 101, 500]) {
    test(`ends its replay where a page ends: ${count} events`, async () => {
      using scratch = openScratchDatabase();
      append(scratch, count);
      using reader = following(scratch, { after: 0 });
      const entries = await readUntil(reader.follower, isReady);
      expect(idsOf(entries)).toEqual(range(1, count));
      expect(entries.at(-1)).toEqual({ type: "ready", id: count });
    });
  }
});

describe("a cursor", () => {
  test("none: from now on", async () => {
    using scratch = openScratchDatabase();
    append(scratch, 3);
    using reader = following(scratch);
    expect((await reader.follower.next()).value).toEqual({ type: "ready", id: 3 });
    append(scratch, 1);
    expect((await reader.follower.next()).value).toMatchObject({ type: "event", id: 4 });
  });

  test("at the head: nothing is replayed", async () => {
    using scratch = openScratchDatabase();
    append(scratch, 3);
    using reader = following(scratch, { after: 3 });
    expect((await reader.follower.next()).value).toEqual({ type: "ready", id: 3 });
  });

  test("older than the log: resync, and on from the head", async () => {
    using scratch = openScratchDatabase();
    append(scratch, 10);
    scratch.events.prune({ before: new Date(0), keep: 4 }); // 7 … 10 are left
    using reader = following(scratch, { after: 5 });
    const entries = await readUntil(reader.follower, isReady);
    expect(entries).toEqual([
      { type: "resync", id: 10 },
      { type: "ready", id: 10 },
    ]);
  });

  test("just before the oldest event that is left: nothing was missed, no resync", async () => {
    using scratch = openScratchDatabase();
    append(scratch, 10);
    scratch.events.prune({ before: new Date(0), keep: 4 });
    using reader = following(scratch, { after: 6 });
    expect(idsOf(await readUntil(reader.follower, isReady))).toEqual([7, 8, 9, 10]);
  });

  test("of the future (another database's): resync, and on from the head", async () => {
    using scratch = openScratchDatabase();
    append(scratch, 3);
    using reader = following(scratch, { after: 4 });
    expect(await readUntil(reader.follower, isReady)).toEqual([
      { type: "resync", id: 3 },
      { type: "ready", id: 3 },
    ]);
    append(scratch, 1);
    expect((await reader.follower.next()).value).toMatchObject({ type: "event", id: 4 });
  });
});

describe("a filter", () => {
  function writeMixed(scratch: ScratchDatabase): void {
    append(scratch, 1, "task.created", "task:1"); // 1
    append(scratch, 1, "session.updated", "session:1"); // 2
    append(scratch, 1, "session.updated", "session:2"); // 3
    append(scratch, 1, "taskforce.created", "task:1"); // 4
    append(scratch, 1, "message.created", "session:1"); // 5
  }

  const cases: [name: string, filter: EventFilter, ids: number[]][] = [
    ["none", {}, [1, 2, 3, 4, 5]],
    ["one family, and not what only begins like it", { families: ["task"] }, [1]],
    ["several families", { families: ["session", "message"] }, [2, 3, 5]],
    ["a subject", { subject: "session:1" }, [2, 5]],
    ["both", { families: ["session"], subject: "session:1" }, [2]],
  ];
  for (const [name, filter, ids] of cases) {
    test(`holds in the replay and after it: ${name}`, async () => {
      using scratch = openScratchDatabase();
      writeMixed(scratch);
      using reader = following(scratch, { after: 0, filter });
      expect(idsOf(await readUntil(reader.follower, isReady))).toEqual(ids);
      writeMixed(scratch);
      const later = ids.map((id) => id + 5);
      expect(idsOf(await readUntil(reader.follower, hasId(later.at(-1) ?? 0)))).toEqual(later);
    });
  }

  test("live values pass by family and subject, and stand at the cursor of the event before", async () => {
    using scratch = openScratchDatabase();
    append(scratch, 1);
    using reader = following(scratch, { filter: { families: ["message"], subject: "session:1" } });
    await reader.follower.next();
    for (const [family, subject] of [
      ["message", "session:2"],
      ["task", "session:1"],
      ["message", "session:1"],
    ] as const) {
      scratch.events.publishLive({ family, subject, value: `${family} ${subject}` });
    }
    expect((await reader.follower.next()).value).toEqual({ type: "live", id: 1, value: "message session:1" });
  });
});

describe("a subscriber that does not keep up", () => {
  test("is cut with resync and goes on; one that reads loses nothing", async () => {
    using scratch = openScratchDatabase({ capacity: 10 });
    using slow = following(scratch);
    using quick = following(scratch);
    await slow.follower.next();
    await quick.follower.next();
    const heard: number[] = [];
    for (let id = 1; id <= 35; id++) {
      append(scratch, 1);
      heard.push(...idsOf(await readUntil(quick.follower, hasId(id))));
    }
    expect(heard).toEqual(range(1, 35));

    expect((await slow.follower.next()).value).toEqual({ type: "resync", id: 35 });
    append(scratch, 2);
    expect(idsOf(await readUntil(slow.follower, hasId(37)))).toEqual([36, 37]);
  });

  test("is cut by the size of what waits, too, and holds nothing from then on", async () => {
    using scratch = openScratchDatabase({ capacitySize: 5_000 });
    using slow = following(scratch);
    await slow.follower.next();
    const say = (text: string) =>
      scratch.events.publishLive({ family: "message", subject: "session:1", value: text });
    say("x".repeat(20_000)); // alone it is let in
    expect((await slow.follower.next()).value).toMatchObject({ type: "live", value: "x".repeat(20_000) });
    for (let i = 0; i < 6; i++) say("y".repeat(1_000));
    append(scratch, 1);
    expect((await slow.follower.next()).value).toEqual({ type: "resync", id: 1 });
    say("z");
    expect((await slow.follower.next()).value).toEqual({ type: "live", id: 1, value: "z" });
  });

  test("learns of it behind the replay when that was what took so long", async () => {
    using scratch = openScratchDatabase({ capacity: 10 });
    append(scratch, 3);
    using reader = following(scratch, { after: 0 });
    await reader.follower.next();
    append(scratch, 30);
    const entries = await readUntil(reader.follower, ({ type }) => type === "resync");
    expect(idsOf(entries)).toEqual([2, 3]);
    expect(entries.at(-1)).toEqual({ type: "resync", id: 33 });
  });
});

describe("abort", () => {
  test("ends a follower that waits, and one that replays", async () => {
    using scratch = openScratchDatabase();
    append(scratch, MANY);
    const abort = new AbortController();
    const waiting = scratch.events.follow({ signal: abort.signal });
    const replaying = scratch.events.follow({ after: 0, signal: abort.signal });
    await waiting.next();
    await replaying.next();
    const ends = waiting.next();
    abort.abort();
    expect(await ends).toEqual({ done: true, value: undefined });
    expect(await replaying.next()).toEqual({ done: true, value: undefined });
  });

  test("ends one that has not read all that has gathered", async () => {
    using scratch = openScratchDatabase();
    const abort = new AbortController();
    const follower = scratch.events.follow({ signal: abort.signal });
    await follower.next();
    append(scratch, 3);
    expect((await follower.next()).value).toMatchObject({ type: "event", id: 1 });
    abort.abort();
    expect(await follower.next()).toEqual({ done: true, value: undefined });
  });

  test("before the first read ends it at once", async () => {
    using scratch = openScratchDatabase();
    const follower = scratch.events.follow({ signal: AbortSignal.abort() });
    expect(await follower.next()).toEqual({ done: true, value: undefined });
  });

  test("and the reader's own end let the log forget it: nothing piles up", async () => {
    using scratch = openScratchDatabase();
    const gone: WeakRef<object>[] = [];
    await (async () => {
      for (let i = 0; i < 20; i++) {
        const abort = new AbortController();
        const filter: EventFilter = { families: ["task"] }; // held by its listener alone
        gone.push(new WeakRef(filter));
        const follower = scratch.events.follow({ filter, signal: abort.signal });
        await follower.next();
        if (i % 2 === 0) abort.abort();
        await follower.return(undefined);
      }
    })();
    await new Promise((resolve) => setImmediate(resolve)); // a WeakRef is kept up to the end of its own turn
    Bun.gc(true);
    // Conservative stacks may hold one or two of them.
    expect(gone.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(5);
  });
});
