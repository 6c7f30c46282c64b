import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import { TaskPriority, TaskSort, TaskStatus, type ListTasks } from "../../shared/task.ts";
import { openScratchDatabase } from "../support/database.ts";
import { runs } from "../support/long.ts";

/** As many tasks as need every way of the store to find them: tags and words of nearly all, of some and of two. */
const COUNT = 6_000;
const WORDS = ["often", "sometimes", "seldom"] as const;

type Given = {
  number: number;
  status: TaskStatus;
  priority: TaskPriority;
  tags: string[];
  words: string[];
  due: number | null;
  updated: number;
  position: string;
};

const house = openScratchDatabase();
afterAll(() => house[Symbol.dispose]());

const given: Given[] = Array.from({ length: COUNT }, (_, index) => {
  const number = index + 1;
  /** Without a pattern that tags and words would share. */
  const draw = (salt: number) => Number(Bun.hash(`${number} ${salt}`) % 1_000n);
  const those = (salt: number): string[] =>
    WORDS.filter((word) => draw(salt + word.length) < (word === "often" ? 600 : 200) && word !== "seldom");
  const isSeldom = number === 17 || number === 5_000;
  return {
    number,
    status: draw(1) < 5 ? "in_progress" : (TaskStatus.options[draw(2) % 4] ?? "todo"),
    priority: TaskPriority.options[draw(3) % 4] ?? "low",
    tags: [...those(10), ...(isSeldom ? ["seldom"] : [])],
    words: [...those(30), ...(isSeldom ? ["seldom"] : [])],
    due: draw(4) < 400 ? null : draw(5) % 50,
    updated: draw(6) % 50,
    position: `a${String(draw(7)).padStart(4, "0")}${String(COUNT - index).padStart(5, "0")}`,
  };
});
const insert = house.db.$client.prepare(
  `INSERT INTO tasks (id, number, title, description, status, priority, tags, due_at, position, created_by, created_at, updated_by, updated_at)
   VALUES ('t' || ?1, ?1, ?2, '', ?3, ?4, ?5, ?6, ?7, 'owner', 0, 'owner', ?8)`,
);
house.db.$client.transaction(() => {
  for (const { number, words, status, priority, tags, due, position, updated } of given)
    insert.run(number, words.join(" "), status, priority, JSON.stringify(tags), due, position, updated);
})();

const keyOf = (sort: TaskSort, { number, ...task }: Given): number | string => {
  switch (sort) {
    case "manual":
      return task.position;
    case "created":
      return number;
    case "updated":
      return task.updated;
    case "due":
      return task.due ?? Number.MAX_SAFE_INTEGER;
    case "priority":
      return TaskPriority.options.indexOf(task.priority);
  }
};

/** What the list is by its words, looked at task by task. */
function expected({ sort = "created", status, tag, query, priority }: ListTasks): number[] {
  const sign = sort === "manual" || sort === "due" ? 1 : -1;
  return given
    .filter((task) => status === undefined || [status].flat().includes(task.status))
    .filter((task) => priority === undefined || [priority].flat().includes(task.priority))
    .filter(({ tags }) => [tag ?? []].flat().every((each) => tags.includes(each)))
    .filter(({ tags, words }) =>
      (query?.split(" ") ?? []).every((begun) => [...tags, ...words].some((word) => word.startsWith(begun))),
    )
    .toSorted((a, b) => {
      const [one, other] = [keyOf(sort, a), keyOf(sort, b)];
      return one === other ? sign * (a.number - b.number) : one < other ? -sign : sign;
    })
    .map(({ number }) => number);
}

const Filter: fc.Arbitrary<ListTasks> = fc.record(
  {
    status: fc.oneof(
      fc.constantFrom(...TaskStatus.options),
      fc.array(fc.constantFrom(...TaskStatus.options), { minLength: 1, maxLength: 4 }),
    ),
    priority: fc.constantFrom(...TaskPriority.options),
    tag: fc.oneof(
      fc.constantFrom(...WORDS, "never"),
      fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 2 }),
    ),
    query: fc.constantFrom("often", "som", "sel", "often some", "oft seldom", "never"),
  },
  { requiredKeys: [] },
);

test("a list of many tasks is what its filter says, in its order, over its first pages and its last", () => {
  fc.assert(
    fc.property(Filter, fc.constantFrom(...TaskSort.options), (filter, sort) => {
      const wanted = expected({ ...filter, sort });
      const found: number[] = [];
      let cursor: string | undefined;
      // 200 is the longest page: thousands would be read through to no other end.
      for (let pages = 0; pages < 4; pages++) {
        const page = house.tasks.list({ ...filter, sort, limit: pages === 0 ? 3 : 200, cursor });
        found.push(...page.items.map(({ number }) => number));
        cursor = page.nextCursor ?? undefined;
        if (cursor === undefined) break;
      }
      expect(found).toEqual(wanted.slice(0, found.length));
      expect(cursor === undefined).toBe(found.length === wanted.length);
      const { status: _, ...rest } = filter;
      const counts = house.tasks.counts(filter);
      for (const status of TaskStatus.options)
        expect(counts[status]).toBe(expected({ ...rest, status }).length);
    }),
    { numRuns: runs(30, 1_000) },
  );
});
