import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseQuickAdd } from "../../server/tasks/quick-add/parse.ts";
import { checkRule } from "../../server/tasks/recurrence.ts";
import { runs } from "../support/long.ts";

const TRIES = runs(400, 3_000);
const of = { now: new Date("2026-03-27T09:30:00Z"), timeZone: "Europe/Berlin" };
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

const pieces = fc.constantFrom(
  ..."pay rent friday 9am #home !high every month on the 15th tomorrow at 17:00 mon , and fri until june 1st 5 times".split(
    " ",
  ),
  ...'remind me 30 minutes before *30m in 2 hours weekly last day of may 4 sat " ( ) . 2026-12-24 31.12.2026 next week'.split(
    " ",
  ),
);
const lines = fc.oneof(
  fc.array(pieces, { maxLength: 14 }).map((words) => words.join(" ")),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc
    .array(fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 14 })
    .map((all) => all.join(" ")),
);

test("no word of the line is lost: it is in the title, in its place, or in a part", () => {
  let understood = 0;
  fc.assert(
    fc.property(lines, (line) => {
      const { title, parts } = parseQuickAdd(line, of);
      let rest = "";
      let from = 0;
      for (const { start, end } of parts) {
        expect(start).toBeGreaterThanOrEqual(from);
        expect(end).toBeGreaterThan(start);
        rest += `${line.slice(from, start)} `;
        from = end;
      }
      expect(from).toBeLessThanOrEqual(line.length);
      rest += line.slice(from);
      expect(wordsOf(title)).toEqual(wordsOf(rest));
      if (parts.length > 0) understood++;
    }),
    { numRuns: TRIES },
  );
  expect(understood).toBeGreaterThan(TRIES / 10);
});

test("what is understood can be stored: whole dates, a rule that is its own normal form, the parts that say so", () => {
  fc.assert(
    fc.property(lines, (line) => {
      const { dueAt, remindAt, recurrence, tags, priority, parts } = parseQuickAdd(line, of);
      const has = (kind: string) => parts.some((part) => part.kind === kind);
      expect(Number.isNaN(dueAt?.getTime())).toBe(false);
      expect(Number.isNaN(remindAt?.getTime())).toBe(false);
      expect(has("recurrence")).toBe(recurrence !== null);
      expect(has("due") || has("recurrence")).toBe(dueAt !== null);
      expect(has("reminder")).toBe(remindAt !== null);
      expect(has("tag")).toBe(tags.length > 0);
      expect(has("priority")).toBe(priority !== null);
      if (recurrence !== null) expect(checkRule(recurrence)).toBe(recurrence);
    }),
    { numRuns: TRIES },
  );
});

test("the longest and strangest line ends: no pattern in it grows beyond measure", () => {
  const strange = [
    "every ",
    "on ",
    "the ",
    "1",
    "9:",
    "mon, ",
    "#",
    '"',
    " ",
    "remind me ",
    "in 1 ",
    "until ",
    "at at ",
    "(",
    "\0",
  ];
  // What backtracks without bound takes minutes; this takes some milliseconds on any machine.
  const began = performance.now();
  for (const piece of strange) parseQuickAdd(piece.repeat(1000).slice(0, 1000), of);
  expect(performance.now() - began).toBeLessThan(10_000);
});
