import type { SearchKind } from "../../shared/search.ts";
import type { Term } from "./matching.ts";
import { beginningsOf, meaningsOf, SHORTEST } from "./misspelling.ts";
import type { SearchStore } from "./store.ts";
import { expressionOf } from "./terms.ts";

/**
 * The terms with what may have been meant instead of the words that begin nothing in this kind. Undefined when that
 * changes nothing, or nothing is near.
 */
export function correct(store: SearchStore, kind: SearchKind, terms: readonly Term[]): Term[] | undefined {
  let hasChanged = false;
  const corrected: Term[] = [];
  for (const term of terms) {
    if (store.matches(kind, expressionOf([term], "begun"))) {
      corrected.push(term);
      continue;
    }
    const [typed = ""] = term.beginnings;
    if (typed.length < SHORTEST) return undefined;
    const beginnings = meaningsOf(
      typed,
      beginningsOf(typed).flatMap((beginning) => store.words(kind, beginning)),
    );
    if (beginnings.length === 0) return undefined;
    corrected.push({ ...term, beginnings, isCorrected: true });
    hasChanged = true;
  }
  return hasChanged ? corrected : undefined;
}
