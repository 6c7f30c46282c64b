import { expect, test } from "bun:test";
import { dayLater } from "../../client/src/pages/tasks/day-later.ts";

const at = (day: number, hour = 0, minute = 0) => new Date(2026, 9, day, hour, minute);

test.each([
  ["without a date: tomorrow", null, at(25), true],
  ["what is overdue: tomorrow", at(3), at(25), true],
  ["today, keeping its hour", at(24, 17, 30), at(25, 17, 30), true],
  ["what is due tomorrow: a day after", at(25), at(26), false],
  ["what is due later, keeping its hour", at(30, 9), at(31, 9), false],
  ["into the next month", at(31), new Date(2026, 10, 1), false],
])("a task can wait: %s", (_, due, later, isTomorrow) => {
  expect(dayLater(due, at(24, 12))).toEqual({ due: later, isTomorrow });
});
