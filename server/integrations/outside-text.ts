import { shorten } from "../../shared/text.ts";

/**
 * Text from outside of Porter, on its way into a task or a notification. Whoever wrote it is a stranger: it stays
 * text, and in a description it stands in a block that says where it comes from.
 */

/** Without what SQLite would change: NUL and lone surrogates (shared/text.ts). */
const clean = (text: string): string => text.replaceAll("\0", "").toWellFormed();

/** At most `max` UTF-16 units of text in several lines, perhaps empty. */
export const toText = (text: string, max: number): string => shorten(clean(text).trim(), max);

/** One line of at most `max` UTF-16 units, perhaps empty. */
export const toLine = (text: string, max: number): string =>
  shorten(clean(text).replace(/\s+/g, " ").trim(), max);

/** A paragraph that names the source, in Porter's words, and the text as a quotation. */
export function quoteOutside(source: string, text: string): string {
  const quoted = toText(text, QUOTE_LENGTH);
  if (quoted === "") return `${source}.`;
  const lines = quoted.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => `> ${line}`.trimEnd());
  return [`${source}. What follows was written outside of Porter:`, "", ...lines].join("\n");
}

/** Well below what a description can hold, also when every line is short and gets its mark. */
const QUOTE_LENGTH = 20_000;
