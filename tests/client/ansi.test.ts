import { expect, test } from "bun:test";
import { readAnsi } from "../../client/src/ui/ansi.ts";

const ESC = "\u001b";
const seen = (text: string) => readAnsi(text).map(({ text, ink, isBold }) => [text, ink, isBold]);

test("colours of a terminal are kept, in the few that Porter has", () => {
  expect(seen(`${ESC}[1;31mFAIL${ESC}[0m a ${ESC}[32mok${ESC}[39m b ${ESC}[38;5;208mc${ESC}[m d`)).toEqual([
    ["FAIL", "danger", true],
    [" a ", "", false],
    ["ok", "clear", false],
    [" b c d", "", false],
  ]);
});

test("what moves, names, links, rings or hides is left out", () => {
  const title = `${ESC}]0;owned\u0007`;
  const link = `${ESC}]8;;https://evil.example${ESC}\\here${ESC}]8;;${ESC}\\`;
  expect(seen(`${title}${ESC}[2J${ESC}[10;5Ha${link}\u0007\u0000${ESC}(B\tb\n`)).toEqual([
    ["ahere\tb\n", "", false],
  ]);
});

test("a line that was written again says what it said last", () => {
  expect(seen("10 %\r50 %\r100 %\r\ndone\r\n")).toEqual([["100 %\ndone\n", "", false]]);
});
