import { expect, test } from "bun:test";
import { grammars } from "../../client/src/ui/highlight-grammars.ts";
import { findLanguage, type Language } from "../../client/src/ui/highlight-languages.ts";
import { KINDS, type Marks } from "../../client/src/ui/highlight-marks.ts";
import { createTokenizer } from "../../client/src/ui/highlight-tokens.ts";

const findMarks = createTokenizer();
/** The keys of the record are its languages. */
const LANGUAGES = Object.keys(grammars) as Language[];

const marksOf = (marks: Marks) =>
  Array.from({ length: marks.length / 3 }, (_, index) => {
    const [start = 0, end = 0, place = 0] = marks.subarray(index * 3);
    return { start, end, place };
  });

/** The coloured parts in order, as `kind text`. */
const read = async (code: string, language: Language) =>
  marksOf(await findMarks(code, language)).map(
    ({ start, end, place }) => `${KINDS[place]} ${code.slice(start, end)}`,
  );

test("a fence's word names a language by any of its names, and no other word does", () => {
  const names: Record<string, Language> = {
    ts: "typescript",
    TSX: "tsx",
    js: "javascript",
    jsx: "javascript",
    py: "python",
    rs: "rust",
    bash: "shellscript",
    sh: "shellscript",
    zsh: "shellscript",
    yml: "yaml",
    "c++": "cpp",
  };
  for (const [name, language] of Object.entries(names))
    expect([name, findLanguage(name)]).toEqual([name, language]);
  for (const language of LANGUAGES) expect(findLanguage(language)).toBe(language);
  for (const other of ["", "text", "mermaid", "constructor", "__proto__"])
    expect(findLanguage(other)).toBeUndefined();
});

test("code is read into the kinds of its parts", async () => {
  expect(await read('const a = `b ${c + 1}`; // "d"\nreturn e(true);', "typescript")).toEqual([
    "keyword const",
    "string `b ",
    "constant 1",
    "string `",
    'comment // "d"',
    "keyword return",
    "function e",
    "constant true",
  ]);
  expect(await read('{"a": [1, "b"]}', "json")).toEqual(['property "a"', "constant 1", 'string "b"']);
  expect(await read("-old\n+new\n same", "diff")).toEqual(["deleted -old", "inserted +new"]);
  expect(await read("export A=1 # b", "shellscript")).toEqual([
    "keyword export",
    "constant 1",
    "comment # b",
  ]);
});

test("a part that goes over several lines stays what it is on each of them", async () => {
  expect(await read('a = """b\nc\n"""', "python")).toContain("string c");
  expect(await read("/* a\n\n   b */ int c;", "c")).toEqual([
    "comment /* a",
    "comment    b */",
    "keyword int",
  ]);
});

test.each(LANGUAGES)(
  "%s: marks stand in order, apart from each other and inside the code",
  async (language) => {
    const code = `# a "b" 'c' 1 <d e="f"> { g: h() } // i\n\n/* j\n${"k ".repeat(50)}*/ \`l \${m}\`\r\n-- 🎒 n\n`;
    const marks = marksOf(await findMarks(code, language));
    let last = 0;
    for (const { start, end, place } of marks) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      expect(KINDS[place]).toBeDefined();
      last = end;
    }
    expect(last).toBeLessThanOrEqual(code.length);
  },
);
