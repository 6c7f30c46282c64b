import { expect, test } from "bun:test";
import { stepsOf } from "../../server/agents/usage-steps.ts";
import type { PaidTurn } from "../../server/agents/store/usage.ts";

const turnAt = (at: string): PaidTurn => ({
  number: 1,
  at: new Date(at),
  costUsd: 1,
  spent: null,
  actor: "owner",
  sessionId: "s",
  title: "",
  taskId: null,
  isRunning: false,
});

test("the days on which the clocks change have 23 and 25 hours, and a turn is in the hour that it ended in", () => {
  const spring = stepsOf("day", new Date("2026-03-29T12:00:00Z"), "Europe/Berlin");
  expect([spring.from, spring.to]).toEqual([
    new Date("2026-03-28T23:00:00Z"),
    new Date("2026-03-29T22:00:00Z"),
  ]);
  expect(spring.sumUp([])).toHaveLength(23);
  const autumn = stepsOf("day", new Date("2026-10-25T12:00:00Z"), "Europe/Berlin");
  // Both hours that the clock calls two.
  const sums = autumn.sumUp([turnAt("2026-10-25T00:30:00Z"), turnAt("2026-10-25T01:30:00Z")]);
  expect(sums).toHaveLength(25);
  expect(sums.flatMap(({ turns }, hour) => (turns > 0 ? [hour] : []))).toEqual([2, 3]);
});

test("days begin at midnight of the zone", () => {
  const week = stepsOf("week", new Date("2026-11-23T23:30:00Z"), "Europe/Berlin");
  const sums = week.sumUp([turnAt("2026-11-22T22:59:59Z"), turnAt("2026-11-22T23:00:00Z")]);
  expect(sums).toHaveLength(7);
  // By then it is the 24th in Berlin.
  expect(sums.map(({ costUsd }) => costUsd)).toEqual([0, 0, 0, 0, 1, 1, 0]);
  expect(stepsOf("month", new Date("2026-03-30T12:00:00Z"), "Europe/Berlin").sumUp([])).toHaveLength(30);
});
