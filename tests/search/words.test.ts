import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { marksIn, matchText } from "../../server/search/matching.ts";
import { termsOf } from "../../server/search/terms.ts";
import { fold, foldInPlace } from "../../server/search/words.ts";
import { runs } from "../support/long.ts";
import { openHouse } from "./house.ts";

const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;
const PIECES = [
  "roof",
  "Roof",
  "RÔOF",
  "ro\u0302of",
  "roofs",
  "red",
  "réd",
  "हिन्दी",
  "회의",
  "\u1112\u116c",
  "İ",
];
const GAPS = [" ", "—", "’", "…", "⚠️", "👩‍👩‍👧‍👦", "1️⃣", ".", "𝒳", "\u0300", ""];
const Text = fc
  .array(fc.constantFrom(...PIECES, ...GAPS), { maxLength: 12 })
  .map((pieces) => pieces.join(""));

describe("a word is found where it stands, whatever is around it", () => {
  test("marked as when each word of the text is looked at by itself", () => {
    let found = 0;
    fc.assert(
      fc.property(Text, fc.constantFrom("roof", "roof red", "ré", "हिन्दी", "회의", "i"), (given, typed) => {
        // What makes a sign an emoji ends a word, as it does in the index.
        const text = given.replaceAll(/[\ufe0f\u20e3]/g, " ");
        const terms = termsOf(typed);
        const words = Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
          start: index,
          end: index + word.length,
          folded: fold(word),
        }));
        const fits = words.filter(({ folded }) =>
          terms.some(({ beginnings: [beginning = ""] }) => folded.startsWith(beginning)),
        );
        expect(marksIn(given, terms)).toEqual(fits.map(({ start, end }) => ({ start, end })));
        found += fits.length;
        const [first] = terms;
        const whole = words.some(({ folded }) => folded === first?.beginnings[0]);
        if (whole) expect(matchText(given, terms).fits[0]).toBe(1);
      }),
      { numRuns: runs(500, 5_000) },
    );
    expect(found).toBeGreaterThan(100);
  });

  test("no character becomes longer by being folded, but seven that no index can find", () => {
    const longer: string[] = [];
    // Behind these are the rarer ideographs, which are folded to themselves, and those that stand for others.
    for (let point = 0; point <= 0x2fa1f; point++) {
      if (point === 0x20000) point = 0x2f800;
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const character = String.fromCodePoint(point);
      if (fold(character).length > character.length) longer.push(point.toString(16));
      if (foldInPlace(character).length !== character.length) throw new Error(point.toString(16));
    }
    expect(longer).toEqual(["fa6c", "facf", "fad0", "fad1", "fad5", "fad6", "fad7"]);
  });
});

test("a long beginning finds all that begins so, by few words of the index, by many, and by none", () => {
  using house = openHouse();
  house.db.run("PRAGMA synchronous = OFF");
  const number = (index: number) => index.toString(36).padStart(2, "0");
  house.events.write(() => {
    for (let index = 0; index < 150; index++) house.add(`Internal${number(index)}`);
    for (let index = 0; index < 30; index++) house.add(`Overview${number(index % 3)} of ${index}`);
    house.add("INTERNÄL affairs");
  });
  const found = (text: string) => house.titles(text, { limit: 50, kinds: ["task"] });
  expect(found("overvi")).toHaveLength(30);
  expect(found("overview0")).toHaveLength(30); // 00, 01 and 02
  expect(found("overview01")).toHaveLength(10);
  expect(found("overview of 29")).toEqual(["Overview02 of 29"]);
  expect(found("intern")).toHaveLength(50); // of 151
  expect(found("intern affai")).toEqual(["INTERNÄL affairs"]);
  expect(found("internä")).toContain("INTERNÄL affairs");
  expect(found("overwhelming")).toEqual([]);
});

describe("a misspelt word of messages", () => {
  test("is first what it may mean elsewhere, where a message has that too, and else a word of messages", () => {
    using house = openHouse();
    house.add("Calendar");
    const session = house.startSession("x");
    const message = house.say(session, "the calendar and the refrigerator");
    expect(house.query("calandar").hits.map(({ kind }) => kind)).toEqual(["task", "message"]);
    expect(house.query("refrigarator")).toMatchObject({
      hits: [{ kind: "message", id: message.id }],
      corrected: [{ typed: "refrigarator", meant: "refrigerator" }],
    });
    house.add("Refrigeration");
    expect(house.query("refrigarat").hits.map(({ kind }) => kind)).toEqual(["task", "message"]);
  });

  test("is no other word of messages that is as near", () => {
    using house = openHouse();
    const session = house.startSession("x");
    const meant = house.say(session, "it stands in the calendar");
    house.say(session, "a calander presses cloth");
    expect(house.query("calandar").hits).toHaveLength(2);
    house.notify("Your calendar is full");
    const found = house.query("calandar").hits.filter(({ kind }) => kind === "message");
    expect(found.map(({ id }) => id)).toEqual([meant.id]);
  });

  test("is not given away by what may not be found", () => {
    using house = openHouse();
    house.say(house.startSession("x"), "the refrigerator");
    const result = house.search.query({ text: "refrigarator" }, ["task", "notification"]);
    expect(result).toEqual({ hits: [], corrected: [] });
  });
});
