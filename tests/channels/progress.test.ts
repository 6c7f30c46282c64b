import { expect, test } from "bun:test";
import { createProgress } from "../../server/channels/progress.ts";

test("the cursor passes no event that is not settled, in whatever order they are", () => {
  let cursor = 0;
  const progress = createProgress((eventId) => (cursor = eventId));
  for (const eventId of [3, 5, 9]) progress.begin(eventId);
  progress.settle(5);
  expect(cursor).toBe(2);
  progress.pass(12);
  expect(cursor).toBe(2);
  progress.settle(3);
  expect(cursor).toBe(8);
  progress.settle(9);
  expect(cursor).toBe(12);
});
