import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { ListTasks } from "../../shared/task.ts";
import { openScratchDatabase } from "../support/database.ts";
import { runs } from "../support/long.ts";

function withTasks() {
  const scratch = openScratchDatabase();
  const { tasks } = scratch;
  const add = tasks.create;
  add({ title: "Paint the fence", tags: ["garden"], priority: "low", dueAt: new Date(3000) }, "owner"); // 1
  add({ title: "Fix 100% of the roof", description: "The FENCE too", status: "in_progress" }, "owner"); // 2
  add(
    { title: "Read snake_case", tags: ["books", "garden"], status: "done", dueAt: new Date(1000) },
    "owner",
  ); // 3
  add({ title: "Backup C:\\temp", priority: "urgent", status: "cancelled" }, "owner"); // 4
  add({ title: "Café", priority: "high", dueAt: new Date(2000) }, "owner"); // 5
  return {
    ...scratch,
    numbers: (input: ListTasks) => tasks.list(input).items.map(({ number }) => number),
  };
}

describe("the list of tasks", () => {
  const filters: [name: string, input: ListTasks, numbers: number[]][] = [
    ["everything, newest first", {}, [5, 4, 3, 2, 1]],
    ["one status", { status: "todo" }, [5, 1]],
    ["several statuses", { status: ["done", "in_progress"] }, [3, 2]],
    ["a priority", { priority: "high" }, [5]],
    ["several priorities", { priority: ["high", "low"] }, [5, 1]],
    ["several tags, all of them", { tag: ["garden", "BOOKS"] }, [3]],
    ["no due date", { due: "none" }, [4, 2]],
    ["due from, that moment included", { due: { from: new Date(2000) } }, [5, 1]],
    ["due before, that moment excluded", { due: { before: new Date(2000) } }, [3]],
    ["due in between", { due: { from: new Date(1001), before: new Date(3000) } }, [5]],
    ["in any order by hand: the newest is on top", { sort: "manual" }, [5, 4, 3, 2, 1]],
    ["a tag", { tag: "garden" }, [3, 1]],
    ["a tag in other letters", { tag: "GARDEN" }, [3, 1]],
    ["a tag, not a part of one", { tag: "gard" }, []],
    ["a word of the title", { query: "fence paint" }, [1]],
    ["a word of the title or the description, letter case aside", { query: "fence" }, [2, 1]],
    ["the beginning of a word of the tags", { query: "boo" }, [3]],
    ["the beginning of a word, not its middle", { query: "ence" }, []],
    ["a word without its accent, and one with another", { query: "cafe" }, [5]],
    ["a word with its accent as a sign of its own", { query: "cafe\u0301" }, [5]],
    ["a number", { query: "#2" }, [2]],
    ["a number, and words that begin so", { query: " 1 " }, [2, 1]],
    ["every word, in any field", { query: "  roof   too " }, [2]],
    ["no word: no condition", { query: "  " }, [5, 4, 3, 2, 1]],
    ["signs only: no condition", { query: "#" }, [5, 4, 3, 2, 1]],
    ["signs part words", { query: "100% c" }, []],
    ["words that signs part", { query: "snake_case" }, [3]],
    ["words of the search's own language are words", { query: "fence OR roof" }, []],
    ["what that language would not take", { query: `NEAR( "c:\\t* ^` }, []],
    ["quotes are text", { query: `' OR 1=1 --` }, []],
    ["all of it together", { status: ["todo", "done"], tag: "garden", query: "g", sort: "due" }, [3, 1]],
  ];
  for (const [name, input, numbers] of filters) {
    test(name, () => {
      using scratch = withTasks();
      expect(scratch.numbers(input)).toEqual(numbers);
    });
  }

  test("sorts by due date, the ones without behind all others", () => {
    using scratch = withTasks();
    expect(scratch.numbers({ sort: "due" })).toEqual([3, 5, 1, 2, 4]);
  });

  test("sorts by priority, most urgent first, then newest", () => {
    using scratch = withTasks();
    expect(scratch.numbers({ sort: "priority" })).toEqual([4, 5, 3, 2, 1]);
  });

  test("sorts by the last change", () => {
    using scratch = withTasks();
    const { items } = scratch.tasks.list({});
    scratch.db.run("UPDATE tasks SET updated_at = updated_at - 10000 + number");
    scratch.tasks.update({ id: items.find(({ number }) => number === 2)?.id ?? "", title: "Roof" }, "owner");
    expect(scratch.numbers({ sort: "updated" })).toEqual([2, 5, 4, 3, 1]);
  });

  test("finds words of every script, and fails at no text", () => {
    using scratch = withTasks();
    // New Tai Lue: its vowel signs are letters to JavaScript and not to SQLite.
    const { number } = scratch.tasks.create({ title: "हिन्दी, ᦀᦲᦁ, 日本語 und Ünïcode" }, "owner");
    for (const query of ["हिन्दी", "ᦀᦲᦁ unicode", "日本", "UNI 日本語", "Ünïcode".normalize("NFD")])
      expect(scratch.numbers({ query })).toEqual([number]);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (query) => {
        scratch.numbers({ query });
      }),
      { numRuns: runs(100, 300) },
    );
  });

  test("counts what a filter lets through, whatever it says about the status", () => {
    using scratch = withTasks();
    expect(scratch.tasks.counts({ query: "fence", status: "done" })).toEqual({
      todo: 1,
      in_progress: 1,
      done: 0,
      cancelled: 0,
    });
    expect(scratch.tasks.counts({ tag: "garden" })).toMatchObject({ todo: 1, done: 1, cancelled: 0 });
  });

  test("tells the tags of all tasks, the most used first", () => {
    using scratch = withTasks();
    expect(scratch.tasks.tags()).toEqual({
      items: [
        { tag: "garden", count: 2 },
        { tag: "books", count: 1 },
      ],
    });
  });

  test("counts by status, and says 0 where there is none", () => {
    using scratch = withTasks();
    expect(scratch.tasks.counts()).toEqual({ todo: 2, in_progress: 1, done: 1, cancelled: 1 });
    using empty = openScratchDatabase();
    expect(empty.tasks.counts()).toEqual({ todo: 0, in_progress: 0, done: 0, cancelled: 0 });
  });
});
