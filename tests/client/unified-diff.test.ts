import { expect, test } from "bun:test";
import { readUnifiedDiff } from "../../client/src/ui/unified-diff.ts";

test("a unified diff is read with the number of each line in its file, and gaps between hunks", () => {
  const diff =
    "@@ -1,2 +1,3 @@\n one\n+two\n-1.5\n@@ -10 +11,0 @@ function f() {\n--- not a header\n\\ No newline at end of file\n";
  expect(readUnifiedDiff(diff)).toEqual([
    { kind: "same", number: 1, text: "one" },
    { kind: "added", number: 2, text: "two" },
    { kind: "removed", number: 2, text: "1.5" },
    { kind: "gap", text: "function f() {" },
    { kind: "removed", number: 10, text: "-- not a header" },
    { kind: "gap", text: "No line break at the end" },
  ]);
  expect(readUnifiedDiff("")).toEqual([]);
  expect(readUnifiedDiff("@@ -5 +5 @@\n+x\n")[0]).toEqual({ kind: "gap", text: "" });
});
