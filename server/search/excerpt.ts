import type { Excerpt } from "../../shared/search.ts";

/** UTF-16 units, with the signs of omission. */
const LENGTH = 160;
/** So much stands before the first mark. */
const LEAD = 40;
const OMITTED = "…";

/** A piece of a text on one line, as long as it may be, around the marks; null where there is none. */
export function cutExcerpt(text: string, marks: Excerpt["marks"]): Excerpt | null {
  const first = densest(marks);
  if (!first) return null;
  const from = beginning(text, Math.max(0, first.start - LEAD), first.start);
  const room = LENGTH - (from > 0 ? OMITTED.length : 0);
  const isRest = text.length - from <= room;
  const to = isRest ? text.length : ending(text, from + room - OMITTED.length, first.start);
  const shift = (from > 0 ? OMITTED.length : 0) - from;
  return {
    // One blank for one: the marks keep their places.
    text: `${from > 0 ? OMITTED : ""}${text.slice(from, to).replaceAll(/\s/g, " ")}${isRest ? "" : OMITTED}`,
    // Whole marks only, or the one that the piece was cut for and that is longer than it.
    marks: marks
      .filter(({ start, end }) => start >= from && (end <= to || start === first.start))
      .map(({ start, end }) => ({ start: start + shift, end: Math.min(end, to) + shift })),
  };
}

/** The mark behind which most others are in sight; of equals the first. */
export function densest(marks: Excerpt["marks"]): Excerpt["marks"][number] | undefined {
  let best = marks[0];
  let most = 0;
  let last = 0;
  marks.forEach((mark, index) => {
    while (last < marks.length && (marks[last]?.end ?? 0) <= mark.start + LENGTH - LEAD) last++;
    if (last - index > most) [best, most] = [mark, last - index];
  });
  return best;
}

/** Where a word begins at or behind `from`, if one does before `limit`. */
function beginning(text: string, from: number, limit: number): number {
  if (from === 0) return 0;
  const blank = text.slice(from - 1, limit).search(/\s(?=\S)/);
  return wholeCharacter(text, blank === -1 ? from : from + blank);
}

/** Where a word ends at or before `to`, if one does behind `limit`. */
function ending(text: string, to: number, limit: number): number {
  const blank = text.slice(limit, to + 1).search(/\s\S*$/);
  return blank > 0 ? limit + blank : wholeCharacter(text, to);
}

/** Never between the halves of a surrogate pair. */
export const wholeCharacter = (text: string, index: number): number =>
  /[\uDC00-\uDFFF]/.test(text[index] ?? "") && /[\uD800-\uDBFF]/.test(text[index - 1] ?? "")
    ? index - 1
    : index;
