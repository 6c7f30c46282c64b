import { expect, test } from "bun:test";
import { format } from "../support/figures.ts";
import { readFigures, toPage } from "./report.ts";

test("figures become a table for each room, readable", () => {
  const lines = [
    { room: "streams", what: "events lost", value: 0, unit: "" },
    { room: "doors", what: "calls refused", value: 12_345, unit: "" },
    { room: "doors", what: "until a revoked stream ended", value: 2.345, unit: "s" },
  ].map((one) => JSON.stringify(one));
  const page = toPage(readFigures(`${lines.join("\n")}\n`), { machine: "a machine", day: "2026-01-02" });
  expect(page).toContain("on 2026-01-02 (a machine)");
  expect(page.split("\n").filter((line) => /^(##|\|)/.test(line))).toEqual([
    "## doors",
    "| what | |",
    "| --- | --: |",
    "| calls refused | 12,345 |",
    "| until a revoked stream ended | 2.35 s |",
    "## streams",
    "| what | |",
    "| --- | --: |",
    "| events lost | 0 |",
  ]);
  expect(format({ value: 123.456, unit: "ms" })).toBe("123 ms");
});
