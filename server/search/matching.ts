import type { Excerpt } from "../../shared/search.ts";
import { eachWord } from "./words.ts";

/** A word that is looked for: one of `beginnings` begins it. `isCorrected`: they are not what was typed. */
export type Term = { typed: string; beginnings: readonly string[]; isCorrected: boolean };

/** How well a text answers a search. */
export type Match = {
  marks: Excerpt["marks"];
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

export function matchText(text: string, terms: readonly Term[]): Match {
  const marks: Match["marks"] = [];
  const fits = terms.map(() => 0);
  const pairs = new Set<number>();
  /** The terms that the word before fits, as bits: there are fewer than 32. */
  let before = 0;
  eachWord(text, (start, end, folded) => {
    let here = 0;
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index];
      const fit = term ? fitOf(folded, term) : 0;
      if (fit === 0) continue;
      here |= 1 << index;
      fits[index] = Math.max(fits[index] ?? 0, fit);
      if (index > 0 && before & (1 << (index - 1))) pairs.add(index);
    }
    if (here !== 0 && marks.length < MAX_MARKS) marks.push({ start, end });
    before = here;
  });
  return { marks, fits, togetherness: terms.length > 1 ? pairs.size / (terms.length - 1) : 0 };
}

function fitOf(folded: string, { beginnings, isCorrected }: Term): number {
  let best = 0;
  for (const beginning of beginnings) {
    if (!folded.startsWith(beginning)) continue;
    if (isCorrected) return CORRECTED;
    best = Math.max(best, folded.length === beginning.length ? WHOLE : BEGUN);
  }
  return best;
}
