import { describe, expect, test } from "bun:test";
import { createMemory, type RunningProcess } from "../../server/agents/memory.ts";

const held = new Map([
  ["a", 300],
  ["b", 200],
  ["c", 100],
]);
const running: RunningProcess[] = [
  { sessionId: "1", runId: "a", isIdle: true },
  { sessionId: "2", runId: "b", isIdle: false },
];
const memoryOf = (idleLimitBytes: number, measure = () => held as Map<string, number> | undefined) =>
  createMemory({ measure, running: () => running, idleLimitBytes });

describe("idle processes", () => {
  test.each([
    [600, []],
    [599, ["a"]],
    [300, ["a"]],
    [299, ["a", "b"]],
    [0, ["a", "b", "c"]],
  ])("that may hold %d bytes together: the longest idle go first", (limit, expected) => {
    expect(memoryOf(limit).beyondLimit(["a", "b", "c"])).toEqual(expected);
  });

  test("stay where the system does not say what they hold", () => {
    expect(memoryOf(0, () => undefined).beyondLimit(["a"])).toEqual([]);
  });
});

test("what each session's process holds", () => {
  const memory = memoryOf(600);
  expect(memory.all()).toEqual({
    items: [
      { sessionId: "1", isIdle: true, bytes: 300 },
      { sessionId: "2", isIdle: false, bytes: 200 },
    ],
    idleLimitBytes: 600,
  });
  expect(memory.ofSession("2")).toEqual({ memoryBytes: 200, isIdle: false });
  expect(memory.ofSession("3")).toBeNull();
});
