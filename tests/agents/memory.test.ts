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
    measure: async () => held,
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
  ])("that may hold %d bytes together: the longest idle go first", async (limit, expected) => {
    expect(await memoryOf(limit).beyondLimit(["a", "b", "c"])).toEqual(expected);
  });

  test("stay where the system does not say what they hold", async () => {
    expect(await memoryOf(0, { measure: async () => undefined }).beyondLimit(["a"])).toEqual([]);
  });

  test("leave room for one more that is not counted with what is at work", async () => {
    expect(await memoryOf(400).hasRoom(100)).toBe(true);
    expect(await memoryOf(399).hasRoom(100)).toBe(false);
  });
});

test("what each session's process holds, and the spare", async () => {
  const memory = memoryOf(600, { spare: () => "spare" });
  expect(await memory.all()).toEqual({
    items: [
      { sessionId: "1", isIdle: true, bytes: 300 },
      { sessionId: "2", isIdle: false, bytes: 200 },
    ],
    spare: { bytes: 50 },
    idleLimitBytes: 600,
  });
  expect(await memory.ofSession("2")).toEqual({ memoryBytes: 200, isIdle: false });
  expect(await memory.ofSession("3")).toBeNull();
  expect((await memoryOf(600).all()).spare).toBeNull();
  const unknown = memoryOf(600, { spare: () => "spare", measure: async () => undefined });
  expect((await unknown.all()).spare).toEqual({ bytes: null });
});

test("one measurement is good for 5 s and for all who ask, unless a process has come since", async () => {
  const measured: (readonly string[])[] = [];
  let time = 0;
  const now = [...running];
  const memory = memoryOf(600, {
    measure: async (runIds) => {
      measured.push(runIds);
      return held;
    },
    running: () => now,
    spare: () => "spare",
    now: () => time,
  });
  await Promise.all([memory.all(), memory.all()]);
  time = 4_999;
  await memory.all();
  await memory.ofSession("1");
  await memory.hasRoom(0);
  await memory.beyondLimit(["spare", "a"]);
  expect(measured).toEqual([["a", "b", "spare"]]);
  now.push({ sessionId: "3", runId: "c", isIdle: true });
  expect(await memory.ofSession("3")).toEqual({ memoryBytes: 100, isIdle: true });
  expect(measured).toHaveLength(2);
  time += 5_000;
  await memory.all();
  expect(measured).toHaveLength(3);
});
