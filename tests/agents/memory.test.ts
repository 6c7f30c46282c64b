import { describe, expect, test } from "bun:test";
import { createMemory, type RunningProcess } from "../../server/agents/memory.ts";

const held = new Map([
  ["a", 300],
  ["b", 200],
  ["c", 100],
  ["spare", 50],
]);
const running: RunningProcess[] = [
  { sessionId: "1", runId: "a", isIdle: true },
  { sessionId: "2", runId: "b", isIdle: false },
];
type Deps = Parameters<typeof createMemory>[0];
const memoryOf = (idleLimitBytes: number, deps: Partial<Deps> = {}) =>
  createMemory({
    measure: () => held,
    running: () => running,
    spare: () => undefined,
    idleLimitBytes,
    ...deps,
  });

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
    expect(memoryOf(0, { measure: () => undefined }).beyondLimit(["a"])).toEqual([]);
  });

  test("leave room for one more that is not counted with what is at work", () => {
    expect(memoryOf(400).hasRoom(100)).toBe(true);
    expect(memoryOf(399).hasRoom(100)).toBe(false);
  });
});

test("what each session's process holds, and the spare", () => {
  const memory = memoryOf(600, { spare: () => "spare" });
  expect(memory.all()).toEqual({
    items: [
      { sessionId: "1", isIdle: true, bytes: 300 },
      { sessionId: "2", isIdle: false, bytes: 200 },
    ],
    spare: { bytes: 50 },
    idleLimitBytes: 600,
  });
  expect(memory.ofSession("2")).toEqual({ memoryBytes: 200, isIdle: false });
  expect(memory.ofSession("3")).toBeNull();
  expect(memoryOf(600).all().spare).toBeNull();
  const unknown = memoryOf(600, { spare: () => "spare", measure: () => undefined });
  expect(unknown.all().spare).toEqual({ bytes: null });
});

test("one measurement is good for 5 s and for all who ask, unless a process has come since", () => {
  const measured: (readonly string[])[] = [];
  let time = 0;
  const now = [...running];
  const memory = memoryOf(600, {
    measure: (runIds) => {
      measured.push(runIds);
      return held;
    },
    running: () => now,
    spare: () => "spare",
    now: () => time,
  });
  memory.all();
  time = 4_999;
  memory.all();
  memory.ofSession("1");
  memory.hasRoom(0);
  memory.beyondLimit(["spare", "a"]);
  expect(measured).toEqual([["a", "b", "spare"]]);
  now.push({ sessionId: "3", runId: "c", isIdle: true });
  expect(memory.ofSession("3")).toEqual({ memoryBytes: 100, isIdle: true });
  expect(measured).toHaveLength(2);
  time += 5_000;
  memory.all();
  expect(measured).toHaveLength(3);
});
