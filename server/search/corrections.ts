import type { SearchKind } from "../../shared/search.ts";
import type { Term } from "./matching.ts";
import { beginningsOf, meaningsOf, SHORTEST } from "./misspelling.ts";
import type { SearchStore } from "./store.ts";
import { begunExpression } from "./terms.ts";

/** By each word that was typed, the beginnings that it may have meant. */
export type Meanings = Map<string, readonly string[]>;

/**
 * The kind with the most words: these are looked through last, and only for what no other kind knows. Of a million messages
 * they take 20 ms, since an index counts the texts of each word to give it.
 */
export const WORDIEST: SearchKind = "message";

/**
 * The terms with what may have been meant instead of the words that begin nothing in this kind. Undefined when that
 * changes nothing, or nothing is near.
 * @param meanings what the kinds before have taken for misspelt; what this one does is added
 */
export function correct(
  store: SearchStore,
  { kind, terms, meanings }: { kind: SearchKind; terms: readonly Term[]; meanings: Meanings },
): Term[] | undefined {
  const isBegun = (term: Term): boolean => {
    const begun = begunExpression([term], (beginning) => store.fewWords(kind, beginning));
    return begun !== undefined && store.matches(kind, begun);
  };
  const withMeanings = (term: Term, beginnings: readonly string[]): Term => ({
    ...term,
    beginnings,
    isCorrected: true,
  });

  function meaningsFor(term: Term, typed: string): readonly string[] {
    const known = (kind === WORDIEST && meanings.get(typed)) || [];
    if (isBegun(withMeanings(term, known))) return known;
    const words = beginningsOf(typed).flatMap((beginning) => store.words(kind, beginning));
    return meaningsOf(typed, words);
  }

  let hasChanged = false;
  const corrected: Term[] = [];
  for (const term of terms) {
    if (isBegun(term)) {
      corrected.push(term);
      continue;
    }
    const [typed = ""] = term.beginnings;
    if (typed.length < SHORTEST) return undefined;
    const beginnings = meaningsFor(term, typed);
    if (beginnings.length === 0) return undefined;
    meanings.set(typed, beginnings);
    corrected.push(withMeanings(term, beginnings));
    hasChanged = true;
  }
  return hasChanged ? corrected : undefined;
}
