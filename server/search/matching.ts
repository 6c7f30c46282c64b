import type { Excerpt } from "../../shared/search.ts";
import { beginningsIn, endOfWord, fold, foldInPlace, isLetterAt, nextWord } from "./words.ts";

/** A word that is looked for: one of `beginnings` begins it. `isCorrected`: they are not what was typed. */
export type Term = { typed: string; beginnings: readonly string[]; isCorrected: boolean };

/** How well a text answers a search. */
export type Match = {
  /** For each term how well its best word fits: whole 1, begun 0.6, corrected 0.3, not there 0. */
  fits: number[];
  /** The share of neighbouring terms that are neighbours, in this order, in the text too. */
  togetherness: number;
};

const WHOLE = 1;
const BEGUN = 0.6;
const CORRECTED = 0.3;
/** More are of no use to anybody. */
const MAX_MARKS = 100;

/**
 * A search reads hundreds of texts, so what is looked for is found in them by `indexOf`: to look at each of their words
 * takes five times as long.
 */
export function matchText(text: string, terms: readonly Term[]): Match {
  const folded = foldInPlace(text);
  const places = terms.map((term) => placesOf(term, folded));
  let neighbours = 0;
  for (let index = 1; index < terms.length; index++)
    if (isNextTo(places[index - 1] ?? [], places[index] ?? [], folded)) neighbours++;
  return {
    fits: terms.map((term, index) => fitOf(term, places[index] ?? [], folded)),
    togetherness: neighbours / Math.max(1, terms.length - 1),
  };
}

/** Where the words stand that fit any of the terms. */
export function marksIn(text: string, terms: readonly Term[]): Excerpt["marks"] {
  const folded = foldInPlace(text);
  return [...new Set(terms.flatMap((term) => placesOf(term, folded)))]
    .sort((a, b) => a - b)
    .slice(0, MAX_MARKS)
    .map((start) => ({ start, end: endOfWord(folded, start) }));
}

const placesOf = ({ beginnings }: Term, folded: string): number[] =>
  beginnings.flatMap((beginning) => beginningsIn(folded, fold(beginning))); // An index keeps some accents.

function fitOf({ beginnings, isCorrected }: Term, places: readonly number[], folded: string): number {
  if (places.length === 0) return 0;
  if (isCorrected) return CORRECTED;
  const [{ length } = ""] = beginnings; // What was typed is one.
  return places.some((at) => !isLetterAt(folded, at + length)) ? WHOLE : BEGUN;
}

/** Whether a word of the second places follows one of the first. */
function isNextTo(first: readonly number[], second: readonly number[], folded: string): boolean {
  const places = new Set(second);
  return places.size > 0 && first.some((at) => places.has(nextWord(folded, endOfWord(folded, at))));
}
