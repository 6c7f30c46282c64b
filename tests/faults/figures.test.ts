import { expect, test } from "bun:test";
import { format, type Figure } from "../support/figures.ts";
import { readFigures, toPage, withRoom, type Reliability } from "./reliability.ts";

const run = { day: "2026-01-02", machine: "a machine", commit: "abc" };
const linesOf = (page: string) => page.split("\n").filter((line) => /^(##|\||2026)/.test(line));

test("each room keeps the figures of its last run that found any, with its day; the page has a table for each", () => {
  const first: Figure[] = [
    { room: "streams", what: "events lost", value: 0, unit: "" },
    { room: "streams", what: "until a revoked stream ended", value: 2.345, unit: "s" },
    { room: "another", what: "is not this room's", value: 1, unit: "" },
  ];
  const lines = first.map((one) => JSON.stringify(one)).join("\n");
  let rooms: Reliability = withRoom({}, "streams", { ...run, figures: readFigures(`${lines}\n`) });
  rooms = withRoom(rooms, "doors", {
    ...run,
    day: "2026-01-03",
    figures: [{ room: "doors", what: "calls refused", value: 12_345, unit: "" }],
  });
  expect(linesOf(toPage(rooms))).toEqual([
    "## doors",
    "2026-01-03, commit abc, a machine",
    "| what | |",
    "| --- | --: |",
    "| calls refused | 12,345 |",
    "## streams",
    "2026-01-02, commit abc, a machine",
    "| what | |",
    "| --- | --: |",
    "| events lost | 0 |",
    "| until a revoked stream ended | 2.35 s |",
  ]);
  expect(withRoom(rooms, "streams", { ...run, day: "2026-01-04", figures: [] })).toEqual(rooms);
  const again = withRoom(rooms, "doors", {
    ...run,
    day: "2026-01-05",
    figures: [{ room: "doors", what: "calls let in", value: 0, unit: "" }],
  });
  expect(linesOf(toPage(again)).slice(0, 6)).toEqual([
    "## doors",
    "2026-01-05, commit abc, a machine",
    "| what | |",
    "| --- | --: |",
    "| calls let in | 0 |",
    "## streams",
  ]);
  expect(format({ value: 123.456, unit: "ms" })).toBe("123 ms");
});
