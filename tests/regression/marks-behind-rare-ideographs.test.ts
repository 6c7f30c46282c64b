import { expect, test } from "bun:test";
import { fold, foldInPlace } from "../../server/search/words.ts";

// Folded, the first ideograph is longer by one and the last one shorter: the text was as long as before, and what stood
// between them was marked one place behind where it is.
test("a word between an ideograph that becomes longer and one that becomes shorter stands where it stood", () => {
  const text = "\ufacf roof \u{2f87e}";
  expect(fold(text).length).toBe(text.length);
  expect(foldInPlace(text).indexOf("roof")).toBe(text.indexOf("roof"));
});
