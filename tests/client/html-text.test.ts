import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isHtml, plainTextOf, readHtml } from "../../client/src/ui/html-text.ts";

const words = (html: string) =>
  readHtml(html)
    .map(({ text }) => text)
    .join("");

describe("what is HTML", () => {
  test.each(["<p>Hello</p>", "one<br>two", "<a href='https://x.example'>x</a>", "Q&amp;A", "it&#39;s"])(
    "%s",
    (text) => expect(isHtml(text)).toBe(true),
  );
  test.each(["a < b and c > d", "Ada <ada@example.net>", "<3 & more", "x <- y", "R&D; done", ""])(
    "not: %s",
    (text) => expect(isHtml(text)).toBe(false),
  );
});

describe("its words", () => {
  test.each([
    ["lines", "one<br>two<br/><br>four<div>five</div><div>six</div>", "one\ntwo\n\nfour\nfive\nsix"],
    ["paragraphs", "<p>one\n  and</p>\n<p>two</p>", "one and\n\ntwo"],
    [
      "lists",
      "To do:<ul>\n<li>one</li>\n<li>two <i>and</i> three</li></ul>then",
      "To do:\n\n• one\n• two and three\n\nthen",
    ],
    ["tables", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b \nc "],
    ["its own lines where no tag breaks any", "<b>Agenda</b>\n1. tea\n2. cake", "Agenda\n1. tea\n2. cake"],
    [
      "marks of signs",
      "Caf&eacute; &amp; &quot;B&auml;r&quot;&nbsp;&#8211; &#x1F600; &unknown;",
      'Café & "Bär"\u00a0– 😀 &unknown;',
    ],
    [
      "what looks like a tag and is none",
      "<b>Ada</b> <ada@example.net> 1 < 2",
      "Ada <ada@example.net> 1 < 2",
    ],
    ["no scripts, styles and comments", "a<script>if (a<b) x()</script><style>p{}</style><!-- c -->b", "ab"],
    ["a tag that does not end", "<p>a</p><img src=x onerror='alert(1)", "a\n\n<img src=x onerror='alert(1)"],
  ])("%s", (_, html, text) => expect(words(html)).toBe(text));
});

describe("its links", () => {
  test("lead where they say, with their words", () => {
    expect(
      readHtml('See <a class="x" href="https://example.net/?a=1&amp;b=2"><b>the</b>\n plan</a>.'),
    ).toEqual([{ text: "See " }, { text: "the plan", href: "https://example.net/?a=1&b=2" }, { text: "." }]);
    expect(readHtml("<a href=mailto:ada@example.net></a>")).toEqual([
      { text: "mailto:ada@example.net", href: "mailto:ada@example.net" },
    ]);
  });
  test.each([
    "javascript:alert(1)",
    "java&#115;cript:alert(1)",
    " JAVASCRIPT:alert(1)",
    "data:text/html,x",
    "/tasks",
  ])("%s is none", (address) => expect(readHtml(`<a href="${address}">x</a>`)).toEqual([{ text: "x" }]));
});

test("in plain letters an address stands behind words that do not have it", () => {
  const html =
    '<p>See <a href="https://example.net/plan">the plan</a>, <a href="https://example.net/a">example.net/a</a> or <a href="mailto:ada@example.net">ada@example.net</a></p>';
  expect(plainTextOf(html)).toBe(
    "See the plan (https://example.net/plan), https://example.net/a or ada@example.net",
  );
  expect(plainTextOf("a < b\n\n c ")).toBe("a < b\n\n c ");
});

test("whatever it is, no link leads to anything but an address, and it is read at once", () => {
  const bits = fc.constantFrom(
    ..."<a href= ' \" > </a> <b <script </script> <!-- --> & &amp; javascript: https://x.example <br <p> < / = x".split(
      " ",
    ),
    " ",
  );
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 60 }), (all) => {
      for (const { href } of readHtml(all.join("")))
        if (href !== undefined) expect(href).toMatch(/^(https?:\/\/|mailto:|tel:)/i);
    }),
    { numRuns: 500 },
  );
  for (const bit of ["<a ", "<a '\"", '<a "<" ', "<!--", "<a href='", "&#", "<", "<b a=\"'"]) {
    const begun = process.cpuUsage(); // Not the clock: others may have the machine.
    readHtml(bit.repeat(32_000 / bit.length));
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(1_000);
  }
});
