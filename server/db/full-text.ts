/**
 * Letters and digits as the tokenizer unicode61 sees them. SQLite's tables of Unicode are older than JavaScript's: to
 * these few vowel signs it is blind. A word that it would split is an error in a query, because the indexes keep no
 * positions (`detail=none`) and so know no phrases.
 */
const WORD = /[[\p{L}\p{N}\p{Co}]--[\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]]+/gv;

/** The words of a text, as the full-text indexes split it. Composed first: a lone accent would split a word. */
export const wordsOf = (text: string): string[] => text.normalize("NFC").match(WORD) ?? [];

/** An FTS5 query: each of the words begins a word of the text. Quoted, so that `AND` and `NEAR` are words too. */
export const beginsWords = (words: readonly string[]): string => words.map((word) => `"${word}"*`).join(" ");
