import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { asRead } from "../../server/search/as-read.ts";
import { cutExcerpt } from "../../server/search/excerpt.ts";
import { marksIn } from "../../server/search/matching.ts";
import { distanceToBeginning } from "../../server/search/misspelling.ts";
import { termsOf } from "../../server/search/terms.ts";
import { fold } from "../../server/search/words.ts";
import { runs } from "../support/long.ts";
import { openHouse } from "./house.ts";

const marked = ({ text, marks }: { text: string; marks: { start: number; end: number }[] }) =>
  marks.map(({ start, end }) => text.slice(start, end));

describe("an excerpt", () => {
  test("is one line around the words, and says where it was cut", () => {
    const text = `${"before ".repeat(30)}the\nroof leaks${" behind".repeat(30)}`;
    const excerpt = cutExcerpt(text, marksIn(text, termsOf("roof")));
    expect(excerpt?.text).toMatch(/^…before before .*the roof leaks behind.* behind…$/);
    expect(excerpt?.text.length).toBeLessThanOrEqual(160);
    expect(excerpt && marked(excerpt)).toEqual(["roof"]);
  });

  test("shows the place with most of the words", () => {
    const text = `roof ${"x ".repeat(200)} red roof tiles ${"x ".repeat(200)}`;
    const excerpt = cutExcerpt(text, marksIn(text, termsOf("red roof tiles")));
    expect(excerpt && marked(excerpt)).toEqual(["red", "roof", "tiles"]);
  });

  test("of a very long message is found behind what is ranked", () => {
    using house = openHouse();
    house.say(house.startSession("Log"), `${"line\n".repeat(20_000)}the needle is here`);
    expect(house.query("needle").hits[0]?.excerpt).toMatchObject({
      text: expect.stringContaining("the needle is here"),
    });
  });

  test("of a message shows what Markdown makes of it, with the words marked", () => {
    const read: [string, string][] = [
      ['## The **roof**\n\n- *red* [tiles](https://roof.example/a "x")', "The roof red tiles"],
      ["> See `roof_red_tiles` and __all__ **`roof.ts`**", "See roof_red_tiles and all roof.ts"],
      ["Run:\n```sh\nmake __roof__ # red\n```\ndone", "Run: make roof # red done"],
      ["a * b, 2 ** 3, snake_case_roof, ~~old~~ 5 \\* 3", "a * b, 2 ** 3, snake_case_roof, old 5 * 3"],
      ["| roof | red |\n|---|:-:|\n| 1 | 2 |", "| roof | red | | 1 | 2 |"],
      ["Look at [this](https://example.net/roof)", "Look at [this](https://example.net/roof)"],
      ["\uE000 [a](x\\_y) `code` \uE001 roof", "\uE000 a code \uE001 roof"],
    ];
    for (const [text, words] of read) {
      using house = openHouse();
      house.say(house.startSession("Log"), text);
      const excerpt = house.query("roof", { kinds: ["message"] }).hits[0]?.excerpt;
      expect(excerpt?.text.replaceAll(/ +/g, " ").trim()).toBe(words);
      expect(excerpt && marked(excerpt).every((mark) => /roof/i.test(mark))).toBe(true);
    }
    // However it is made, it takes no time to speak of.
    const hostile = ["**a ", "_a __b *c", "[", "`", "> ", "- - ", "|-", "\\"].map((piece) =>
      piece.repeat(100_000),
    );
    for (const text of hostile) expect(asRead(text, 50_000).length).toBeLessThanOrEqual(900);
    for (const place of [0, 5_001, 5_002])
      expect(asRead("x👩".repeat(5_000), place).isWellFormed()).toBe(true);
  });

  test("never is longer than it may be, splits no character, and marks whole words that were looked for", () => {
    const word = fc.oneof(
      fc.constantFrom("roof", "Roofing", "roof".padEnd(200, "s"), "rôof", "red", "👩‍👩‍👧‍👦", "\n", "(roof)", "r"),
      fc.string({ unit: "grapheme", maxLength: 30 }),
    );
    let cut = 0;
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 120, size: "max" }),
        fc.constantFrom(" ", "", "\n\n"),
        (words, gap) => {
          const text = words.join(gap);
          const marks = marksIn(text, termsOf("roof red"));
          for (const mark of marked({ text, marks })) expect(fold(mark)).toMatch(/^(roof|red)/);
          const excerpt = cutExcerpt(text, marks);
          expect(excerpt === null).toBe(marks.length === 0);
          if (!excerpt) return;
          expect(excerpt.text.length).toBeLessThanOrEqual(160);
          expect(excerpt.text).not.toMatch(/[\r\n]/);
          if (text.isWellFormed()) expect(excerpt.text.isWellFormed()).toBe(true);
          expect(excerpt.marks.length).toBeGreaterThan(0);
          let last = 0;
          for (const { start, end } of excerpt.marks) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(excerpt.text.length);
          expect(fold(marked(excerpt)[0] ?? "")).toMatch(/^(roof|red)/);
          if (excerpt.text.startsWith("…") || excerpt.text.endsWith("…")) cut++;
        },
      ),
      { numRuns: runs(300, 1_000) },
    );
    expect(cut).toBeGreaterThan(50);
  });
});

describe("a search", () => {
  test("with any text ends well: with hits that have its words, or none", () => {
    using house = openHouse();
    const texts = ["Mend the roof", "Crème brûlée", "हिन्दी", "회의", "𝒳𝒴 ﬁne ǅ İstanbul ß", "a-b_c.d #12"];
    for (const text of texts) house.add(text, { description: text });
    const any = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc
        .array(fc.constantFrom(..."\"*^:(){}+-,. AND OR NOT NEAR roof cre ' \\ # 1 \0 हि".split(" ")), {
          maxLength: 8,
        })
        .map((all) => all.join(" ")),
    );
    fc.assert(
      fc.property(any, (text) => {
        for (const { title, excerpt } of house.query(text).hits) {
          for (const { text: shown, marks } of [title, excerpt].filter((one) => one !== null))
            for (const { start, end } of marks) expect(shown.slice(start, end)).not.toBe("");
        }
      }),
      { numRuns: runs(200, 500) },
    );
  });

  test("finds a text of any script by its first word", () => {
    using house = openHouse();
    const unit = fc.constantFrom(...Array.from("aBzéßñİıжЩЯσςÅ漢字語かなカ한글عربيहिन्दीไทย0129_-. "));
    let found = 0;
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 20 }), (text) => {
        const [term] = termsOf(text);
        if (!term) return;
        const { id } = house.add(text);
        const { hits } = house.query(term.typed, { kinds: ["task"], limit: 50 });
        const hit = hits.find((one) => one.id === id);
        // The newest of equals come first, so more than a page of others cannot hide it for ever.
        if (hits.length < 50) expect(hit).toBeDefined();
        if (hit && hit.number !== Number(term.typed)) expect(hit.title.marks.length).toBeGreaterThan(0);
        found++;
      }),
      { numRuns: 200 },
    );
    expect(found).toBeGreaterThan(100);
  });
});

test("the distance to a beginning is that of the definition", () => {
  const whole = (a: string, b: string): number => {
    const table = Array.from({ length: a.length + 1 }, (_, i) =>
      Array.from({ length: b.length + 1 }, (_, j) => i + j),
    );
    const get = (i: number, j: number) => table[i]?.[j] ?? 0;
    for (let i = 1; i <= a.length; i++)
      for (let j = 1; j <= b.length; j++) {
        const options = [
          get(i - 1, j) + 1,
          get(i, j - 1) + 1,
          get(i - 1, j - 1) + Number(a[i - 1] !== b[j - 1]),
        ];
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          options.push(get(i - 2, j - 2) + 1);
        table[i]?.splice(j, 1, Math.min(...options));
      }
    return get(a.length, b.length);
  };
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 9 });
  fc.assert(
    fc.property(letters, letters, fc.constantFrom(1, 2), (typed, word, most) => {
      const beginnings = Array.from({ length: word.length + 1 }, (_, end) =>
        whole(typed, word.slice(0, end)),
      );
      expect(distanceToBeginning(typed, word, most)).toBe(Math.min(most + 1, ...beginnings));
    }),
    { numRuns: runs(300, 3_000) },
  );
});
