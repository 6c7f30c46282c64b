/** As the indexes split a text (see db/full-text.ts), with the accents that are written as marks of their own. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;
const LETTER = /[\p{L}\p{N}\p{Co}]/u;
const REST_OF_WORD = /[\p{L}\p{N}\p{Co}]*\u0300*/uy;
const NO_WORD = /[^\p{L}\p{N}\p{Co}]*/uy;
/** Fills the place of marks at the end of a word. */
const MARK = "\u0300";
/** What makes a sign an emoji: no part of a word, though Unicode has them among the marks. */
const EMOJI_MARKS = /[\ufe0e\ufe0f\u20e3]/g;

// Most texts need no more than lower case: ASCII, with the signs and emoji that people and models put in between. Without
// the flag `u`, which takes 20 ns for each character: so emoji are two halves here.
/* oxlint-disable no-control-regex, no-misleading-character-class -- ASCII as a whole; halves of emoji */
const IS_PLAIN = /^[\0-\x7f\u2000-\u206f\u2190-\u2bff\ud83c-\ud83e\udc00-\udfff]*$/;
/** With Latin, Greek and Cyrillic letters, whose marks stand between U+0300 and U+036F. */
const IS_WITHOUT_MARKS = /^[\0-\u02ff\u0370-\u0482\u2000-\u206f\u2190-\u2bff\ud83c-\ud83e\udc00-\udfff]*$/;
/* oxlint-enable no-control-regex, no-misleading-character-class */

/** The only characters that become longer when they are folded. None of them is in an index as it is looked for. */
const GROWS = /[\ufa6c\ufacf-\ufad1\ufad5-\ufad7]/;

/** The tokenizer's `unicode61 remove_diacritics 2`, near enough to find a word again where the index has found it. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (IS_PLAIN.test(lower)) return lower;
  // The small sigma of a word's end is the same letter, which depends on what follows the word.
  const bare = lower
    .normalize("NFD")
    .replaceAll("ς", "σ")
    .replaceAll(/[\u0300-\u036f]/g, "");
  return IS_WITHOUT_MARKS.test(bare) ? bare : bare.replaceAll(/\p{M}/gu, "").normalize("NFC");
}

/** The text with each word folded and where it stood, so that a place in one is a place in the other. */
export function foldInPlace(text: string): string {
  const lower = text.toLowerCase();
  if (IS_PLAIN.test(lower)) return lower; // It has no marks of emoji, and is as long as before.
  const signs = text.replaceAll(EMOJI_MARKS, " ");
  const folded = fold(signs);
  if (folded.length === text.length && !GROWS.test(text)) return folded;
  return signs.replaceAll(WORD, (word) => fold(word).padEnd(word.length, MARK).slice(0, word.length));
}

/** Where the words of a text that is folded in place begin so. */
export function beginningsIn(folded: string, beginning: string): number[] {
  const places: number[] = [];
  for (let at = folded.indexOf(beginning); at !== -1; at = folded.indexOf(beginning, at + beginning.length))
    if (!isLetterBefore(folded, at)) places.push(at);
  return places;
}

/** Whether the character before is of a word. */
function isLetterBefore(folded: string, at: number): boolean {
  const unit = folded.charCodeAt(at - 1);
  if (unit < 0x80) return isAsciiLetter(unit);
  const pair = folded.codePointAt(at - 2) ?? 0;
  return at > 0 && LETTER.test(String.fromCodePoint(pair > 0xffff ? pair : unit));
}

/** Whether a word goes on here with more than marks. */
export function isLetterAt(folded: string, at: number): boolean {
  const point = folded.codePointAt(at) ?? 0;
  return point < 0x80 ? isAsciiLetter(point) : LETTER.test(String.fromCodePoint(point));
}

/** In lower case, or a digit. */
const isAsciiLetter = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);

/** Where the word ends that this place is in. */
export const endOfWord = (folded: string, at: number): number => endOf(REST_OF_WORD, folded, at);

/** Where the word behind this end of a word begins. */
export const nextWord = (folded: string, end: number): number => endOf(NO_WORD, folded, end);

function endOf(sticky: RegExp, text: string, from: number): number {
  sticky.lastIndex = from;
  sticky.test(text);
  return sticky.lastIndex;
}
