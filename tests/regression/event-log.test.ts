import { expect, test } from "bun:test";
import type { Entry } from "../../server/events/log.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

function append(scratch: ScratchDatabase, count: number): void {
  scratch.events.write((append) => {
    for (let i = 0; i < count; i++) append({ kind: "task.created", subject: "task:1", actor: "owner" });
  });
}

async function readToReady(follower: AsyncGenerator<Entry<string>>): Promise<Entry<string>[]> {
  const entries: Entry<string>[] = [];
  for await (const entry of follower) {
    entries.push(entry);
    if (entry.type === "ready") break;
  }
  return entries;
}

// Pruning ran between two pages of a slow reader's replay, and what it took away was missing without a word.
test("pruning under a slow reader is a resync, not silence", async () => {
  using scratch = openScratchDatabase();
  append(scratch, 1_200);
  const follower = scratch.events.follow({ after: 0, signal: new AbortController().signal });
  await follower.next();
  scratch.events.prune({ before: new Date(0), keep: 100 });
  const entries = await readToReady(follower);
  expect(entries.slice(-2)).toEqual([
    { type: "resync", id: 1_200 },
    { type: "ready", id: 1_200 },
  ]);
  // The page that was read already came whole.
  const before = entries.slice(0, -2).map(({ id }) => id);
  expect(before).toEqual(before.map((_, index) => index + 2));
  expect(before.length).toBeGreaterThan(50);
});

// The head of an emptied log was read as 0: a cursor in front of what had been pruned got silence, one at the head a
// resync for nothing.
test("an emptied log still knows how far it had come", async () => {
  using scratch = openScratchDatabase();
  append(scratch, 10);
  scratch.events.prune({ before: new Date(Date.now() + 1000), keep: 1000 });
  const { signal } = new AbortController();
  expect(await readToReady(scratch.events.follow({ after: 3, signal }))).toEqual([
    { type: "resync", id: 10 },
    { type: "ready", id: 10 },
  ]);
  expect(await readToReady(scratch.events.follow({ after: 10, signal }))).toEqual([
    { type: "ready", id: 10 },
  ]);
});

// An event that was dated by a wrong clock (a board without a battery starts in 1970) was pruned out of the middle:
// a cursor before the hole was still in reach, and what stood in it was missing without a word.
test("pruning by age takes from the front only", () => {
  using scratch = openScratchDatabase();
  append(scratch, 6);
  scratch.db.run("UPDATE events SET created_at = 0 WHERE id IN (1, 4)");
  scratch.events.prune({ before: new Date(1000), keep: 1000 });
  const ids = scratch.read<{ id: number }>("SELECT id FROM events ORDER BY id").map(({ id }) => id);
  expect(ids).toEqual([2, 3, 4, 5, 6]);
});

// No family at all was read as no condition: `events.onEvent` with `topics: []` replayed the whole log.
test("a filter for no family lets nothing through", async () => {
  using scratch = openScratchDatabase();
  append(scratch, 3);
  const { signal } = new AbortController();
  const follower = scratch.events.follow({ after: 0, filter: { families: [] }, signal });
  expect(await readToReady(follower)).toEqual([{ type: "ready", id: 3 }]);
});
