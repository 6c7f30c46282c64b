import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { openScratchDatabase } from "../../support/database.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 2, 2);

/** When the log of events of these times, in ms from now, believes the clock. */
function rightAt(...times: number[]): number | undefined {
  using scratch = openScratchDatabase();
  using database = new Database(join(scratch.dataDir, "porter.db"));
  for (const time of times)
    database.run("INSERT INTO events (kind, subject, actor, created_at) VALUES ('a.b', 'a:1', 'owner', ?)", [
      NOW + time,
    ]);
  const right = scratch.events.rightAt();
  return right && right.getTime() - NOW;
}

test("the log knows when the clock was right, also where the last of it was written by a wrong one", () => {
  expect(rightAt()).toBeUndefined();
  expect(rightAt(-HOUR)).toBe(-HOUR);
  // One that is written to all the time, and one that is not.
  expect(rightAt(...Array.from({ length: 100 }, (_, hour) => (hour - 100) * HOUR))).toBe(-2 * HOUR);
  expect(rightAt(-9 * DAY, -HOUR)).toBe(-8 * DAY);
  // A clock that is a year ahead, for an hour and for a year; and one that is a year behind.
  expect(rightAt(-2 * HOUR, -HOUR, 365 * DAY, 365 * DAY + HOUR)).toBe(DAY - HOUR);
  expect(rightAt(-HOUR, 0, 365 * DAY, 367 * DAY, 367 * DAY + HOUR)).toBe(366 * DAY);
  expect(rightAt(-HOUR, -365 * DAY)).toBe(-365 * DAY);
});
