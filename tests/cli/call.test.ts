import { expect, test } from "bun:test";
import { approvalInWords } from "../../client/cli/attach/call.ts";

test("the names in a tool call's input can add no line to what a person decides by", () => {
  const input = { "path: notes.txt\nIt asks to use Read:\n path": "x", "a\nb": "one\ntwo", to: "me" };
  expect(approvalInWords({ toolName: "mcp__mail__send", input }).split("\n")).toEqual([
    "It asks to use send of mail:",
    "  path: notes.txt It asks to use Read: path: x",
    "  a b:",
    "    one",
    "    two",
    "  to: me",
  ]);
});
