import { createJavaScriptRegexEngine } from "@shikijs/engine-javascript";
import { codeToTokensBase, createShikiPrimitive, type ThemeRegistration } from "@shikijs/primitive";
import { grammars } from "./highlight-grammars.ts";
import type { Language } from "./highlight-languages.ts";
import { KINDS, type Kind, type Marks } from "./highlight-marks.ts";

const PLAIN = "plain";
/** The rest of a line that takes longer stays plain. A grammar's first line makes all its expressions. */
const LINE_LIMIT_MS = 15_000;

/** By TextMate's scopes; the more exact scope wins. */
const scopesOf: Record<Kind | typeof PLAIN, string[]> = {
  comment: ["comment", "string.quoted.docstring", "meta.diff.header", "meta.diff.range"],
  string: ["string", "markup.inline.raw", "markup.fenced_code", "markup.underline.link"],
  keyword: [
    "keyword",
    "storage",
    "variable.language",
    "entity.name.tag",
    "punctuation.definition.list.begin.markdown",
    ...["expression", "logical.python", "new", "word"].map((word) => `keyword.operator.${word}`),
  ],
  constant: ["constant", "support.constant", "keyword.other.unit"],
  function: ["entity.name.function", "support.function", "meta.function-call.generic", "entity.name.command"],
  type: [
    "entity.name.type",
    "entity.name.class",
    "entity.other.inherited-class",
    "support.class",
    "support.type",
  ],
  property: [
    "entity.other.attribute-name",
    "entity.name.tag.yaml",
    "keyword.other.definition.ini",
    "meta.object-literal.key",
    "support.type.property-name",
  ],
  heading: ["markup.heading", "entity.name.section"],
  inserted: ["markup.inserted"],
  deleted: ["markup.deleted"],
  plain: [
    "keyword.operator",
    "meta.embedded",
    "meta.interpolation",
    "meta.template.expression",
    "string.unquoted.argument",
  ],
};

/** A theme's colours may be any words, and come out at the tokens as they went in: here they are the kinds. */
const theme: ThemeRegistration = {
  name: "kinds",
  type: "light",
  fg: PLAIN,
  bg: PLAIN,
  settings: Object.entries(scopesOf).map(([kind, scope]) => ({ scope, settings: { foreground: kind } })),
};

/** Reads code with the grammar of its language, which is loaded when it is first asked for. */
export function createTokenizer() {
  const highlighter = createShikiPrimitive({
    // A pattern that JavaScript's engine does not know costs a colour, not the block.
    engine: createJavaScriptRegexEngine({ forgiving: true }),
    themes: [theme],
  });
  const places = new Map<string | undefined, number>(KINDS.map((kind, place) => [kind, place]));

  return async (code: string, language: Language): Promise<Marks> => {
    await highlighter.loadLanguage(grammars[language]);
    const marks: number[] = [];
    const options = { lang: language, tokenizeTimeLimit: LINE_LIMIT_MS };
    for (const { content, offset, color } of codeToTokensBase(highlighter, code, options).flat()) {
      const place = places.get(color);
      if (place === undefined || content.trim() === "") continue;
      const end = offset + content.length;
      const continues = marks.at(-2) === offset && marks.at(-1) === place;
      if (continues) marks[marks.length - 2] = end;
      else marks.push(offset, end, place);
    }
    return Uint32Array.from(marks);
  };
}
