import { describe, expect, test } from "bun:test";
import { keyCaps, matches, parseKeys } from "../../client/src/shell/key-steps.ts";

const press = (key: string, held: Partial<Parameters<typeof matches>[1]> = {}) => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const meets = (keys: string, given: ReturnType<typeof press>, isMac = false) => {
  const [step] = parseKeys(keys);
  return step !== undefined && matches(step, given, isMac);
};

describe("a press meets a binding", () => {
  const cases: [keys: string, given: ReturnType<typeof press>, isMac: boolean, met: boolean][] = [
    ["c", press("c"), false, true],
    ["c", press("C", { shiftKey: true }), false, false],
    ["c", press("C"), false, true], // caps lock
    ["c", press("c", { ctrlKey: true }), false, false],
    ["c", press("с", { code: "KeyC" }), false, true], // a Cyrillic layout
    ["mod+k", press("k", { ctrlKey: true }), false, true],
    ["mod+k", press("k", { metaKey: true }), false, false],
    ["mod+k", press("k", { metaKey: true }), true, true],
    ["mod+k", press("k", { ctrlKey: true }), true, false],
    ["mod+k", press("k", { ctrlKey: true, shiftKey: true }), false, false],
    ["shift+j", press("J", { shiftKey: true }), false, true],
    ["shift+j", press("j"), false, false],
    ["alt+ArrowUp", press("ArrowUp", { altKey: true }), false, true],
    ["ArrowUp", press("ArrowUp", { altKey: true }), false, false],
    ["ArrowUp", press("ArrowUp", { shiftKey: true }), false, false],
    ["?", press("?", { shiftKey: true }), false, true],
    ["/", press("/"), false, true],
    ["/", press("/", { shiftKey: true }), false, true], // a German layout
    ["Space", press(" "), false, true],
  ];
  for (const [keys, given, isMac, met] of cases) {
    test(`${keys} and ${JSON.stringify(given.key)}${isMac ? " on a Mac" : ""}: ${met}`, () => {
      expect(meets(keys, given, isMac)).toBe(met);
    });
  }
});

test("a binding of two presses is read as such, and one with an unknown modifier is refused", () => {
  expect(parseKeys("g t").map(({ key }) => key)).toEqual(["g", "t"]);
  expect(() => parseKeys("ctrl+k")).toThrow("ctrl");
});

test("the sheet shows what stands on the keys of this machine", () => {
  expect(keyCaps("mod+k", true)).toEqual([["⌘", "K"]]);
  expect(keyCaps("mod+k", false)).toEqual([["Ctrl", "K"]]);
  expect(keyCaps("g t", false)).toEqual([["G"], ["T"]]);
  expect(keyCaps("alt+ArrowUp", false)).toEqual([["Alt", "↑"]]);
});
