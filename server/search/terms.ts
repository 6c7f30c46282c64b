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

/**
 * An FTS5 expression that every term fits, begun or as a whole word. Quoted, so that `AND` and `NEAR` are words too;
 * the tokenizer folds what is typed by itself.
 */
export const expressionOf = (terms: readonly Term[], fit: "whole" | "begun"): string =>
  terms
    .map(({ typed, beginnings, isCorrected }) => {
      const words = isCorrected ? beginnings : [typed];
      return `(${words.map((word) => `"${word}"${fit === "begun" ? "*" : ""}`).join(" OR ")})`;
    })
    .join(" AND ");
