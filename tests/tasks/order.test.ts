import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { MoveTasks, Task } from "../../shared/task.ts";
import { openScratchDatabase } from "../support/database.ts";

/** Tasks A, B, C … from top to bottom. */
function withTasks(count = 5) {
  const scratch = openScratchDatabase();
  const { tasks } = scratch;
  scratch.db.run("PRAGMA synchronous = OFF");
  const letters = Array.from({ length: count }, (_, index) => String.fromCharCode(65 + index));
  const ids = new Map(letters.toReversed().map((title) => [title, tasks.create({ title }, "owner").id]));
  const idOf = (title: string) => ids.get(title) ?? "";
  const listed = () => tasks.list({ sort: "manual", limit: 200 }).items;
  return {
    ...scratch,
    letters,
    idOf,
    order: () =>
      listed()
        .map(({ title }) => title)
        .join(""),
    listed,
    before: (titles: string, anchor: string) =>
      tasks.move({ ids: titles.split("").map(idOf), before: idOf(anchor) }, "owner"),
    after: (titles: string, anchor: string) =>
      tasks.move({ ids: titles.split("").map(idOf), after: idOf(anchor) }, "owner"),
    eventCount: () => scratch.read("SELECT id FROM events").length,
  };
}

const positionsOf = (tasks: Task[]) => tasks.map(({ position }) => position);

describe("the manual order", () => {
  test("moves one or several, in the order given, directly before or behind another one", () => {
    using scratch = withTasks();
    expect(scratch.order()).toBe("ABCDE");
    scratch.before("D", "B");
    expect(scratch.order()).toBe("ADBCE");
    scratch.after("AC", "E");
    expect(scratch.order()).toBe("DBEAC");
    scratch.before("CB", "D");
    expect(scratch.order()).toBe("CBDEA");
    scratch.after("D", "A");
    expect(scratch.order()).toBe("CBEAD");
  });

  test("any moves come out as they would in a plain list, and no two tasks share a place", () => {
    const Move = fc.record({
      titles: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }),
      anchor: fc.integer({ min: 0, max: 6 }),
      side: fc.constantFrom("before" as const, "after" as const),
    });
    fc.assert(
      fc.property(fc.array(Move, { maxLength: 30 }), (moves) => {
        using scratch = withTasks(7);
        let plain = scratch.letters;
        for (const { titles, anchor, side } of moves) {
          const name = (index: number) => scratch.letters[index] ?? "";
          const moved = titles.filter((index) => index !== anchor).map(name);
          if (moved.length === 0) continue;
          scratch[side](moved.join(""), name(anchor));
          const rest = plain.filter((title) => !moved.includes(title));
          const at = rest.indexOf(name(anchor)) + (side === "after" ? 1 : 0);
          plain = rest.toSpliced(at, 0, ...moved);
          expect(scratch.order()).toBe(plain.join(""));
        }
        const positions = positionsOf(scratch.listed());
        expect(new Set(positions).size).toBe(positions.length);
      }),
      { numRuns: 20 },
    );
  });

  test("a move writes each task down once; one to where it stands writes nothing", () => {
    using scratch = withTasks();
    const count = scratch.eventCount();
    scratch.after("AB", "D");
    expect(scratch.eventCount()).toBe(count + 2);
    const event = scratch.events.findLatest(`task:${scratch.idOf("B")}`, "task.updated");
    expect(event).toMatchObject({ actor: "owner", after: scratch.tasks.get(scratch.idOf("B")) });
    scratch.after("AB", "D");
    scratch.before("C", "D");
    scratch.after("B", "A");
    expect(scratch.eventCount()).toBe(count + 2);
  });

  test("a move leaves the last change alone, unless it also sets the status", () => {
    using scratch = withTasks();
    const { tasks } = scratch;
    const [before] = scratch.listed();
    const moved = tasks.move({ ids: [scratch.idOf("A")], after: scratch.idOf("C") }, "session:1").items[0];
    expect(moved).toEqual(before && { ...before, position: moved?.position ?? "" });
    const given: MoveTasks = { ids: [scratch.idOf("A")], before: scratch.idOf("E"), status: "done" };
    const [done] = tasks.move(given, "session:1").items;
    expect(done).toMatchObject({ status: "done", updatedBy: "session:1", completedAt: expect.any(Date) });
    expect(scratch.order()).toBe("BCDAE");
  });

  test("a task moves neither next to itself nor to one that is not there; then none is moved", () => {
    using scratch = withTasks();
    expect(() => scratch.before("AB", "B")).toThrow(expect.objectContaining({ code: "INVALID" }));
    const nobody = Bun.randomUUIDv7();
    const notFound = expect.objectContaining({ code: "NOT_FOUND" });
    expect(() => scratch.tasks.move({ ids: [scratch.idOf("A")], before: nobody }, "owner")).toThrow(notFound);
    const given = { ids: [scratch.idOf("A"), nobody], after: scratch.idOf("E") };
    expect(() => scratch.tasks.move(given, "owner")).toThrow(notFound);
    expect(scratch.order()).toBe("ABCDE");
  });

  test("a restored task stands where it stood, or behind the one that has its place", () => {
    using scratch = withTasks();
    const { tasks } = scratch;
    tasks.remove(scratch.idOf("C"), "owner");
    tasks.restore(scratch.idOf("C"), "owner");
    expect(scratch.order()).toBe("ABCDE");
    tasks.remove(scratch.idOf("A"), "owner");
    tasks.create({ title: "N" }, "owner");
    tasks.restore(scratch.idOf("A"), "owner");
    expect(scratch.order()).toBe("NABCDE");
    scratch.before("E", "A"); // There is room between them.
    expect(scratch.order()).toBe("NEABCD");
  });
});
