import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { lookAfter, PING_INTERVAL, type Guest } from "../../server/trpc/while-let-in.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function openStream(isLetIn: Guest["isLetIn"]) {
  const seen = { hungUp: 0, pings: 0 };
  const leave = lookAfter(
    { isLetIn, hangUp: () => void seen.hungUp++ },
    { isKept: () => false, onLook: (isTimeToPing) => void (isTimeToPing && seen.pings++) },
  );
  return { seen, [Symbol.dispose]: leave };
}

test("a credential that cannot be looked at keeps no other stream open, and no ping from its own", () => {
  using unreadable = openStream(() => {
    throw new Error("disk I/O error");
  });
  using revoked = openStream(() => false);
  const LOOKS = 4;
  for (let look = 0; look < LOOKS; look++)
    expect(() => jest.advanceTimersByTime(PING_INTERVAL / LOOKS)).toThrow("disk I/O error");
  expect(revoked.seen.hungUp).toBe(LOOKS);
  expect(unreadable.seen).toEqual({ hungUp: 0, pings: 1 });
});
