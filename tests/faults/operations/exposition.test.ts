import { expect, test } from "bun:test";
import { createCounter, createHistogram, expose } from "../../../server/system/exposition.ts";
import { readExposition } from "./exposition.ts";

test("labels and help are written so that a scraper reads them back", () => {
  const samples = [
    { labels: { what: 'a "b"\\\nc' }, value: 1 },
    { value: Number.NaN },
    { value: Infinity, suffix: "_x" },
  ];
  expect(expose([{ name: "a", help: "One\\two\nthree", type: "gauge", samples }])).toBe(
    '# HELP a One\\\\two\\nthree\n# TYPE a gauge\na{what="a \\"b\\"\\\\\\nc"} 1\na NaN\na_x +Inf\n',
  );
  expect(expose([{ name: "nothing", help: "", type: "gauge", samples: [] }])).toBe("");
});

test("a counter counts by labels, and a histogram has each bucket hold those below it", () => {
  const counter = createCounter();
  for (const status of ["200", "404", "200"]) counter.add({ status });
  expect(counter.samples()).toEqual([
    { labels: { status: "200" }, value: 2 },
    { labels: { status: "404" }, value: 1 },
  ]);

  const histogram = createHistogram([0.1, 1]);
  for (const seconds of [0.05, 0.1, 0.5, 7]) histogram.observe({ of: "it" }, seconds);
  const read = readExposition(
    expose([{ name: "took", help: "", type: "histogram", samples: histogram.samples() }]),
  );
  const bucket = (le: string) => read.value("took_bucket", { of: "it", le });
  expect([bucket("0.1"), bucket("1"), bucket("+Inf")]).toEqual([2, 3, 4]);
  expect(read.value("took_count", { of: "it" })).toBe(4);
  expect(read.value("took_sum", { of: "it" })).toBeCloseTo(7.65);
});
