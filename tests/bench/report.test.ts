import { expect, test } from "bun:test";
import { isMet, toRow, type Row } from "../../bench/frame.ts";
import { judge, toComparison, toTables, type Run } from "../../bench/report.ts";
import { rangeOf } from "../../bench/statistics.ts";

const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const around = (value: number): number[] => [value - 1, value, value, value + 1];
const row = (porter: number, floor = 10): Row =>
  toRow({ what: "warm", unit: "ms", samples: around(porter), floor: around(floor) });
const run = (rows: Row[]): Run => ({
  machine: "a machine",
  commit: "abc",
  date: "2026-11-23T12:00:00Z",
  isQuick: false,
  benches: [{ name: "first-token", says: "What is measured.", rows }],
});

test("the range of a median holds its neighbours, that of few samples all of them", () => {
  expect(rangeOf(oneTo(100), 0.5)).toEqual([41, 60]);
  expect(rangeOf(oneTo(3), 0.5)).toEqual([1, 3]);
  expect(rangeOf(oneTo(100), 0.99)).toEqual([98, 100]);
});

test("a row tells quantile, floor and ratio, and whether its aims are met", () => {
  const made = toRow({
    what: "warm, p99",
    unit: "ms",
    share: 0.99,
    samples: oneTo(100),
    floor: oneTo(50),
    aims: (floor) => [{ of: "porter", most: floor + 15, as: "floor + 15 ms" }],
  });
  expect(made).toMatchObject({ porter: 99, floor: 50, ratio: 1.98 });
  expect(made.aims.map((aim) => isMet(made, aim))).toEqual([false]);
  expect(isMet(made, { of: "porter", most: 99 })).toBe(true);
  expect(isMet(made, { of: "ratio", least: 2 })).toBe(false);
  expect(isMet(made, { of: "growth", most: 1.5 })).toBe(false); // It was not measured.
});

test("a change is one only where the ranges of both runs have nothing in common", () => {
  expect(judge(row(20), row(21))).toBe("within the noise");
  expect(judge(row(20), row(30))).toBe("**more**");
  expect(judge(row(30), row(20))).toBe("**less**");
  expect(judge(row(20), row(30, 20))).toBe("**more**, as the floor");
  expect(judge(row(20), row(30, 5))).toBe("**more**");
  expect(judge(undefined, row(20))).toBe("new");
});

test("the tables leave out what nothing stands in, and compare line by line", () => {
  expect(toTables(run([row(20)]))).toContain("| what | floor | Porter | ratio |\n");
  expect(toTables(run([row(20)]))).toContain("| warm | 10 ms | 20 ms | 2× |\n");
  expect(toComparison(run([row(20)]), run([row(30)]))).toContain(
    "| warm | 20 ms | 30 ms | 1.50× | 2× | 3× | **more** |",
  );
});
