import { describe, expect, test } from "bun:test";
import type { Entry } from "../../server/events/log.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

type Log = ScratchDatabase["events"];

const CHANGE = { kind: "task.created", subject: "task:1", actor: "owner" } as const;
const countEvents = (scratch: ScratchDatabase) => scratch.read("SELECT id FROM events").length;

/** Follows from now on and returns what has come when the work is done. */
async function heardDuring(events: Log, work: () => void): Promise<Entry<string>[]> {
  const abort = new AbortController();
  const follower = events.follow({ signal: abort.signal });
  expect((await follower.next()).value).toMatchObject({ type: "ready" });
  work();
  events.publishLive({ family: "test", subject: "test:end", value: "end" });
  const heard: Entry<string>[] = [];
  for await (const entry of follower) {
    if (entry.type === "live") break;
    heard.push(entry);
  }
  abort.abort();
  return heard;
}

describe("an appended event", () => {
  test("is in the log, and told, with the change it belongs to", async () => {
    using scratch = openScratchDatabase();
    const { events, tasks } = scratch;
    const heard = await heardDuring(events, () => tasks.create({ title: "One" }, "owner"));
    expect(heard).toMatchObject([{ type: "event", id: 1, event: { kind: "task.created", actor: "owner" } }]);
    expect(scratch.read<{ kind: string }>("SELECT kind FROM events")).toEqual([{ kind: "task.created" }]);
  });

  test("is gone, and was told to nobody, when its transaction is rolled back", async () => {
    using scratch = openScratchDatabase();
    const { events, tasks } = scratch;
    const heard = await heardDuring(events, () => {
      expect(() =>
        events.write((append) => {
          append(CHANGE);
          tasks.create({ title: "Undone" }, "owner"); // joins this transaction
          throw new Error("no");
        }),
      ).toThrow("no");
    });
    expect(heard).toEqual([]);
    expect(countEvents(scratch)).toBe(0);
    expect(scratch.read("SELECT id FROM tasks")).toEqual([]);
  });

  test("is not told before it is committed", async () => {
    using scratch = openScratchDatabase();
    const { events } = scratch;
    const order: string[] = [];
    const abort = new AbortController();
    const follower = events.follow({ signal: abort.signal });
    await follower.next();
    const heard = follower.next().then(() => order.push(`heard, ${countEvents(scratch)} in the file`));
    events.write((append) => {
      append(CHANGE);
      order.push(`appended, ${countEvents(scratch)} in the file`);
    });
    await heard;
    abort.abort();
    expect(order).toEqual(["appended, 0 in the file", "heard, 1 in the file"]);
  });

  test("can come only while its transaction is open", () => {
    using scratch = openScratchDatabase();
    let late: (() => void) | undefined;
    scratch.events.write((append) => (late = () => append(CHANGE)));
    expect(late).toThrow("transaction had ended");
    expect(countEvents(scratch)).toBe(0);
  });

  test("keeps dates, and what was before and after", () => {
    using scratch = openScratchDatabase();
    const { events } = scratch;
    const before = { at: new Date(5), tags: ["a"] };
    events.write((append) => append({ ...CHANGE, before, after: null }));
    expect(events.findLatest("task:1", "task.created")).toMatchObject({ before, after: null });
  });

  test("a failed write leaves the log good for the next one", () => {
    using scratch = openScratchDatabase();
    const { events } = scratch;
    const fail = () => {
      throw new Error("no");
    };
    expect(() => events.write(fail)).toThrow("no");
    events.write((append) => append(CHANGE));
    expect(countEvents(scratch)).toBe(1);
  });
});

describe("an id", () => {
  test("is never given twice, also after the log was emptied", () => {
    using scratch = openScratchDatabase();
    const { events } = scratch;
    events.write((append) => [1, 2, 3].forEach(() => append(CHANGE)));
    events.prune({ before: new Date(Date.now() + 1000), keep: 1000 });
    expect(countEvents(scratch)).toBe(0);
    events.write((append) => append(CHANGE));
    expect(scratch.read<{ id: number }>("SELECT id FROM events ORDER BY id")).toEqual([{ id: 4 }]);
  });
});

describe("pruning", () => {
  test("by count keeps the newest", () => {
    using scratch = openScratchDatabase();
    scratch.events.write((append) => Array.from({ length: 10 }, () => append(CHANGE)));
    scratch.events.prune({ before: new Date(0), keep: 3 });
    expect(scratch.read<{ id: number }>("SELECT id FROM events ORDER BY id")).toEqual([
      { id: 8 },
      { id: 9 },
      { id: 10 },
    ]);
  });

  test("by age keeps what is young enough", () => {
    using scratch = openScratchDatabase();
    scratch.events.write((append) => [1, 2, 3].forEach(() => append(CHANGE)));
    scratch.db.run("UPDATE events SET created_at = id * 1000");
    scratch.events.prune({ before: new Date(2000), keep: 1000 });
    expect(scratch.read<{ id: number }>("SELECT id FROM events ORDER BY id")).toEqual([{ id: 2 }, { id: 3 }]);
  });
});
