import { expect, test } from "bun:test";
import { tickWords } from "../../client/src/ui/tick-words.ts";
import { formatDuration, timeUntil } from "../../client/src/ui/time.ts";
import type { TickHealth } from "../../shared/integration.ts";

const now = new Date(2026, 2, 4, 11, 30);
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test("how long it is until a moment is told in the largest unit that says enough", () => {
  expect(timeUntil(at(-1), now)).toBe("in a moment");
  expect(timeUntil(at(0.9), now)).toBe("in a moment");
  expect(timeUntil(at(5), now)).toMatch(/^in 5 ?m/);
  expect(timeUntil(at(3 * 60), now)).toMatch(/^in 3 ?h/);
  expect(timeUntil(at(8 * 24 * 60), now)).toBe("Mar 12");
});

test("a duration is told in the unit that fits it", () => {
  expect([7.4, 1_240, 300_000, 5_400_000].map(formatDuration)).toEqual(["7 ms", "1.2 s", "5 min", "1.5 hr"]);
});

test("what ticks says when it looked and when it looks again", () => {
  const ticks: TickHealth = {
    interval: 300,
    lastAt: null,
    nextAt: null,
    lastTook: null,
    done: 0,
    failed: 0,
    skipped: 0,
  };
  expect(tickWords(ticks, now)).toBe("has not looked yet, every 5 min");
  expect(tickWords({ ...ticks, lastAt: at(0), nextAt: at(5) }, now)).toMatch(
    /^looked a moment ago, again in 5 ?m/,
  );
  expect(tickWords({ ...ticks, lastAt: at(-7), nextAt: at(3) }, now)).toMatch(/^looked 7.*, again in 3/);
});
