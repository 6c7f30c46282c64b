import { wordsOf } from "../db/full-text.ts";
import type { Term } from "./matching.ts";
import { fold } from "./words.ts";

/** A search is short; whoever pastes a page gets what its first words find. */
const MAX_TERMS = 10;

/** The words that are looked for, as they were typed. */
export const termsOf = (text: string): Term[] =>
  [...new Set(wordsOf(text))]
    .slice(0, MAX_TERMS)
    .map((typed) => ({ typed, beginnings: [fold(typed)], isCorrected: false }));

// FTS5 expressions that every term fits. Quoted, so that `AND` and `NEAR` are words too; the tokenizer folds what is typed
// by itself.

export const wholeExpression = (terms: readonly Term[]): string =>
  everyOf(terms.map((term) => asTyped(term).map((word) => `"${word}"`)));

/**
 * Of words that begin so: by the beginning, or by the words of the index, where it gives them. Undefined where it has none
 * for a term.
 */
export function begunExpression(
  terms: readonly Term[],
  fewWords: (beginning: string) => readonly string[] | undefined,
): string | undefined {
  const choices = terms.map((term) =>
    asTyped(term).flatMap((word) => fewWords(fold(word))?.map((each) => `"${each}"`) ?? [`"${word}"*`]),
  );
  return choices.every(({ length }) => length > 0) ? everyOf(choices) : undefined;
}

const asTyped = ({ typed, beginnings, isCorrected }: Term): readonly string[] =>
  isCorrected ? beginnings : [typed];

const everyOf = (choices: readonly string[][]): string =>
  choices.map((each) => `(${each.join(" OR ")})`).join(" AND ");
