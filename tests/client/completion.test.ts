import { describe, expect, test } from "bun:test";
import { complete } from "../../client/src/composer/complete.ts";
import { completionAt } from "../../client/src/composer/completion-query.ts";

describe("what is completed", () => {
  test.each([
    ["/", { kind: "command", query: "", from: 0 }],
    ["/com", { kind: "command", query: "com", from: 0 }],
    ["/compact the", undefined],
    ["say /com", undefined],
    ["@", { kind: "file", query: "", from: 0 }],
    ["look at @src/ma", { kind: "file", query: "src/ma", from: 8 }],
    ["(@a", { kind: "file", query: "a", from: 1 }],
    ["/paint @shed", { kind: "file", query: "shed", from: 7 }],
    ["ada@home", undefined],
    ["@shed and", undefined],
  ] as const)("in front of the caret: %s", (text, found) => {
    expect(completionAt(`${text}| more`, text.length)).toEqual(found);
  });

  test("stands in the place of what was typed, and the caret behind it", () => {
    const put = (text: string, chosen: string) => {
      const caret = text.indexOf("|");
      const typed = text.replace("|", "");
      const query = completionAt(typed, caret);
      if (!query) throw new Error("There is nothing to complete.");
      const done = complete(typed, caret, query, chosen);
      return `${done.text.slice(0, done.caret)}|${done.text.slice(done.caret)}`;
    };
    expect(put("/com|", "compact")).toBe("/compact |");
    expect(put("see @sh| and go", "shed.ts")).toBe("see @shed.ts |and go");
    expect(put("see @sh|", "shed/")).toBe("see @shed/|");
  });
});
