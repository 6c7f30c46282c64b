/** Called for each word of a text: where it stands, and how it is compared: without accents, in lower case. */
type Visit = (start: number, end: number, folded: string) => void;

/** As the indexes split a text (see db/full-text.ts), with the accents that are written as marks of their own. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;
// oxlint-disable-next-line no-control-regex -- ASCII as a whole
const ASCII = /^[\0-\x7f]*$/;
const ASCII_WORD = /[a-z0-9]+/g;

/** Places in UTF-16 units. A search reads hundreds of texts: no object is made for a word that nobody looks for. */
export function eachWord(text: string, visit: Visit): void {
  if (ASCII.test(text)) {
    for (const match of text.toLowerCase().matchAll(ASCII_WORD))
      visit(match.index, match.index + match[0].length, match[0]);
    return;
  }
  for (const match of text.matchAll(WORD)) visit(match.index, match.index + match[0].length, fold(match[0]));
}

/** The tokenizer's `unicode61 remove_diacritics 2`, near enough to find a word again where the index has found it. */
export function fold(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase();
  return word.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "").normalize("NFC");
}
