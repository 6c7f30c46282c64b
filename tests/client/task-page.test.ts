import { expect, test } from "bun:test";
import fc from "fast-check";
import { describeActivity } from "../../client/src/pages/tasks/activity-words.ts";
import {
  filtersAt,
  isFiltered,
  pathOf,
  readFilters,
  toSearch,
  toTaskFilter,
} from "../../client/src/pages/tasks/filters.ts";
import { positionsAt } from "../../client/src/pages/tasks/positions.ts";
import { isSameRule, repeats, splitEnd, withEnd } from "../../client/src/pages/tasks/repeat.ts";
import { createSelection } from "../../client/src/pages/tasks/selection.ts";
import { describeRule } from "../../client/src/ui/recurrence-words.ts";
import { checkRule } from "../../server/tasks/recurrence.ts";
import { TaskPriority, TaskSort, TaskStatus } from "../../shared/task.ts";
import { task } from "./samples.ts";

test("filters are read from the address, and nonsense is left out", () => {
  const search = { q: "rent", status: "todo,done,constructor", priority: "high", tag: "#Home", due: "week" };
  expect(readFilters(search)).toEqual({
    query: "rent",
    status: ["todo", "done"],
    priority: ["high"],
    tag: ["home"],
    due: "week",
    sort: "manual",
    board: false,
  });
  const nonsense = { status: "toString", priority: "x", due: "yesterday", sort: "__proto__", view: "3d" };
  expect(isFiltered(readFilters(nonsense))).toBe(false);
});

test("what the filters write into the address, they read again", () => {
  const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values));
  const filters = fc.record({
    query: fc.string({ maxLength: 20 }),
    status: some(TaskStatus.options),
    priority: some(TaskPriority.options),
    tag: fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,8}$/)),
    due: fc.constantFrom("overdue" as const, "today" as const, "week" as const, "none" as const, undefined),
    sort: fc.constantFrom(...TaskSort.options),
    board: fc.boolean(),
  });
  fc.assert(
    fc.property(filters, (given) => {
      expect(readFilters(toSearch(given))).toEqual(given);
      expect(filtersAt(pathOf(given))).toEqual(given);
    }),
  );
});

test("a view is what the page knows of an address, in whatever order, and nothing else", () => {
  const viewAt = (path: string) => pathOf(filtersAt(path));
  expect(viewAt("/tasks?utm_source=mail&status=constructor&sort=manual")).toBe("/tasks");
  expect(viewAt("/tasks?tag=home&ref=x&q=rent")).toBe("/tasks?q=rent&tag=home");
  expect(viewAt("/tasks?q=rent&tag=%23Home")).toBe("/tasks?q=rent&tag=home");
});

test("the due filters are days of the person's own calendar", () => {
  const now = new Date(2026, 2, 1, 15, 0);
  const range = (due: string) => toTaskFilter(readFilters({ due }), now).due;
  expect(range("overdue")).toEqual({ before: new Date(2026, 2, 1) });
  expect(range("today")).toEqual({ before: new Date(2026, 2, 2) });
  expect(range("week")).toEqual({ before: new Date(2026, 2, 9) });
  expect(range("none")).toBe("none");
});

test("a moved task stands between the neighbours of its new place", () => {
  const rows = [1, 2, 3, 4].map((number) => task(number));
  const id = (number: number) => task(number).id;
  const between = (place: Parameters<typeof positionsAt>[1], moved: string[]) =>
    positionsAt(rows, place, moved);
  const [position = ""] = between({ before: id(2) }, [id(4)]);
  expect(position > "a1" && position < "a2").toBe(true);
  const [first = ""] = between({ before: id(1) }, [id(3)]);
  expect(first < "a1").toBe(true);
  const [a = "", b = ""] = between({ after: id(4) }, [id(1), id(2)]);
  expect("a4" < a && a < b).toBe(true);
  // Its old neighbours do not count: 3 stands behind 2 and in front of 4 wherever it was.
  const [same = ""] = between({ after: id(2) }, [id(3)]);
  expect(same > "a2" && same < "a4").toBe(true);
  expect(between({ after: "elsewhere" }, [id(1)])).toEqual([]);
});

test("a range goes from the row that was chosen by itself to the one that Shift reaches", () => {
  let ids = ["a", "b", "c", "d"];
  const selection = createSelection(
    () => ids,
    (id) => ids.includes(id),
  );
  selection.toggle("b");
  selection.extendTo("d");
  expect(selection.chosen()).toEqual(["b", "c", "d"]);
  ids = ["a", "c"];
  expect(selection.chosen()).toEqual(["c"]);
  selection.prune();
  ids = ["a", "b", "c"];
  expect(selection.chosen()).toEqual(["c"]);
  ids = ["a", "c"];
  expect(selection.targets()).toEqual(["c"]);
  selection.clear();
  const steps = [1, 1, 5, -1].map((by) => selection.step(by));
  expect(steps).toEqual(["a", "c", "c", "a"]);
  expect(selection.targets()).toEqual(["a"]);
});

test("every repetition that the panel offers is a rule that the server takes, with every end", () => {
  const days = fc.date({ min: new Date(2024, 0, 1), max: new Date(2040, 0, 1), noInvalidDate: true });
  fc.assert(
    fc.property(days, (due) => {
      for (const make of Object.values(repeats)) {
        const rule = make(due);
        const until = withEnd(rule, { kind: "until", day: "2041-05-04" });
        const count = withEnd(rule, { kind: "count", count: 3 });
        for (const each of [rule, until, count]) expect(isSameRule(checkRule(each), each)).toBe(true);
        expect(splitEnd(until)).toEqual({ body: rule, end: { kind: "until", day: "2041-05-04" } });
        expect(splitEnd(count)).toEqual({ body: rule, end: { kind: "count", count: 3 } });
      }
    }),
  );
});

test("a rule is told in words; one that is too clever for them stands as it is", () => {
  expect(describeRule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR")).toBe("every 2 weeks on Monday and Friday");
  expect(describeRule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5")).toBe("every weekday, 5 times");
  expect(describeRule(repeats.monthly(new Date(2026, 0, 31)))).toBe("every month on the last day");
  expect(describeRule(repeats.monthly(new Date(2026, 0, 30)))).toBe(
    "every month on the 30th, or the last day",
  );
  expect(describeRule("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270504")).toBe(
    "every month on the last Friday until May 4, 2027",
  );
  expect(describeRule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=3")).toBe("every year in February on the 3rd");
  const clever = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1";
  expect(describeRule(clever)).toBe(clever);
});

test("a change is told in one line, with both values where they are short", () => {
  const entry = { eventId: 1, kind: "updated", actor: "owner", at: new Date(), canUndo: true } as const;
  expect(
    describeActivity({
      ...entry,
      changes: [
        { field: "priority", before: "low", after: "urgent" },
        { field: "tags", before: [], after: ["home"] },
        { field: "description", before: "a", after: "b" },
      ],
    }),
  ).toBe(
    "changed the priority from low to urgent, changed the tags from none to #home, and changed the description",
  );
  expect(describeActivity({ ...entry, changes: [{ field: "status", before: "todo", after: "done" }] })).toBe(
    "set it to done",
  );
});
