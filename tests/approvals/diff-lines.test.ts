import { expect, test } from "bun:test";
import fc from "fast-check";
import { diffLines, foldSame } from "../../client/src/ui/diff-lines.ts";

const shown = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: " ", removed: "-", added: "+" }[kind]}${text}`);

test("a diff says which lines go and which come", () => {
  expect(shown("a\nb\nc\n", "a\nB\nc\nd\n")).toEqual([" a", "-b", "+B", " c", "+d"]);
  expect(shown("", "a\nb")).toEqual(["+a", "+b"]);
  expect(shown("a", "")).toEqual(["-a"]);
  expect(shown("a", "a")).toEqual([" a"]);
});

test("a diff read either way gives back the texts, with the fewest changes", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 14 });
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const [before, after] = [a, b].map((all) => all.map((line) => `${line}\n`).join(""));
      const diff = diffLines(before ?? "", after ?? "");
      const side = (not: string) => diff.filter(({ kind }) => kind !== not).map(({ text }) => text);
      expect([side("added"), side("removed")]).toEqual([a, b]);
      expect(diff.filter(({ kind }) => kind === "same")).toHaveLength(longestCommon(a, b));
    }),
  );
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const best = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (const [i, one] of a.entries())
    for (const [j, other] of b.entries())
      best[i + 1]![j + 1] = one === other ? best[i]![j]! + 1 : Math.max(best[i]![j + 1]!, best[i + 1]![j]!);
  return best[a.length]![b.length]!;
}

test("two long texts with nothing in common are told as all of one and all of the other, at once", () => {
  const text = (mark: string) => Array.from({ length: 5_000 }, (_, line) => `${mark}${line}`).join("\n");
  expect(diffLines(text("a"), text("b"))).toHaveLength(10_000);
});

test("what stays the same far from a change is folded", () => {
  const before = Array.from({ length: 20 }, (_, line) => String(line)).join("\n");
  const folded = foldSame(diffLines(before, before.replace("10", "ten")), 1);
  expect(folded.map((line) => (line.kind === "folded" ? line.count : line.text))).toEqual([
    9,
    "9",
    "10",
    "ten",
    "11",
    8,
  ]);
});
