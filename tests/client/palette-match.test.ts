import { expect, test } from "bun:test";
import fc from "fast-check";
import { matchAny, matchText } from "../../client/src/palette/match.ts";

const marked = (typed: string, text: string) => {
  const match = matchText(typed, text);
  return match?.marks.map(({ start, end }) => text.slice(start, end));
};

test("the beginning of the text, of a word, and letters in order from word to word are found", () => {
  expect(marked("go", "Go to Tasks")).toEqual(["Go"]);
  expect(marked("TASK", "Go to Tasks")).toEqual(["Task"]);
  expect(marked("gtt", "Go to Tasks")).toEqual(["G", "t", "T"]);
  expect(marked("go ta", "Go to Tasks")).toEqual(["Go", "Ta"]);
  expect(marked("manot", "Mark all notifications done")).toEqual(["Ma", "not"]);
});

test("letters in the middle of words are not: they would find anything", () => {
  expect(matchText("rent", "Start an agent")).toBeUndefined();
  expect(matchText("asks", "Go to Tasks")).toBeUndefined();
  expect(matchText("", "Go to Tasks")).toBeUndefined();
});

test("the beginning of the text comes before that of a word, and that before scattered letters", () => {
  const score = (text: string) => matchText("ta", text)?.score ?? Number.NaN;
  expect(score("Tasks")).toBeLessThan(score("Go to Tasks"));
  expect(score("Go to Tasks")).toBeLessThan(score("Throw it away"));
});

test("words that begin words come before letters that lie scattered over them", () => {
  expect(marked("allow short", "Allow: touch /shm/h-RT/short (SHORT)")).toEqual(["Allow", "short"]);
  const score = (text: string) => matchText("allow short", text)?.score ?? Number.NaN;
  expect(score("Allow: touch /s-ho-RT/short (SHORT)")).toBeLessThan(score("Allow: touch /s-ho-RT/turned"));
  expect(score("Allow short")).toBeLessThan(score("Allow: short"));
});

test("another word that means the same finds it, and marks nothing", () => {
  expect(matchAny("logo", "Sign out", ["logout"])?.marks).toEqual([]);
  expect(matchAny("lo", "Sign out", ["logout"])).toBeDefined();
  expect(matchAny("gout", "Sign out", ["logout"])).toBeUndefined();
});

test("marks lie in the text, in order, and hold the typed letters", () => {
  const unit = fc.constantFrom("a", "B", "ß", "é", "İ", " ", "-", "1");
  const typed = fc.string({ unit, maxLength: 4 });
  const words = fc.string({ unit, maxLength: 30 });
  fc.assert(
    fc.property(typed, words, (typed, text) => {
      const match = matchText(typed, text);
      if (!match) return;
      let at = 0;
      for (const { start, end } of match.marks) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(at).toBeLessThanOrEqual(text.length);
      const letters = (part: string) => part.toLowerCase().replaceAll(/\s+/g, "");
      const held = match.marks.map(({ start, end }) => text.slice(start, end)).join("");
      expect(letters(held)).toBe(letters(typed));
    }),
  );
});

// Each of its ways by itself would take longer than any test may.
test("a text made to have very many ways through it comes to an end", () => {
  expect(matchText(`${"a".repeat(100)}b`, "a ".repeat(250))).toBeUndefined();
});
