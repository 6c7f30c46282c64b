import { z } from "zod";

/**
 * Text that SQLite keeps byte for byte. NUL is stored but cut by SQL's string functions and a lone
 * surrogate is silently replaced on the way to UTF-8, so both are refused instead of changed.
 */
export const plainText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((text) => !text.includes("\0"), "must not contain the NUL character")
    .refine((text) => text.isWellFormed(), "must be well-formed Unicode (it has a lone surrogate)");

/** One line that a person reads: trimmed, not empty. */
export const oneLine = (maxLength: number) =>
  plainText(maxLength)
    .trim()
    .min(1, "must not be empty")
    .refine((text) => !/[\r\n]/.test(text), "must be one line");

/** At most `max` UTF-16 units of a text, with "…" for what is cut; never half of a surrogate pair. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max - 1));
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
