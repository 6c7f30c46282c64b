import type { ParsedTask } from "../../../shared/task.ts";

type Part = ParsedTask["parts"][number];
export type Line = ReturnType<typeof createLine>;

/** What has been understood, and what was quoted. Neither can be part of another meaning. */
const TAKEN = "\0";
const QUOTED = "\uFFFC";

/** Before and behind a phrase: it is no part of a longer word, a file's name or an address. */
const BEFORE = String.raw`(?<![^\s\0(\[])`;
const BEHIND = String.raw`(?![^\s\0,.;:!?)\]]|[.:,][^\s\0])`;

/** A pattern of whole words, in any case. White space in it stands for up to three of them. */
export const phrase = (pattern: string): RegExp =>
  new RegExp(`${BEFORE}(?:${pattern.replaceAll(" ", String.raw`\s{1,3}`)})${BEHIND}`, "gi");

/** A line of which more and more is understood; all places are UTF-16 units of its text. */
export function createLine(text: string) {
  let rest = text.replaceAll(/"[^"]*"|“[^”]*”/g, (quote) => QUOTED.repeat(quote.length));
  const parts: Part[] = [];

  return {
    /** The line with a blank of its own kind for whatever is taken or quoted: as long as the text. */
    get rest(): string {
      return rest;
    },

    /** Only the end of the sentence and parts that are taken follow. */
    isEnd: (index: number): boolean => /^[\s\0.,;!?)\]]*$/.test(rest.slice(index)),

    take(kind: Part["kind"], start: number, end: number): void {
      parts.push({ kind, start, end });
      rest = rest.slice(0, start) + TAKEN.repeat(end - start) + rest.slice(end);
    },

    parts: (): Part[] => parts.toSorted((a, b) => a.start - b.start),

    /** What remains, tidied. */
    title(): string {
      let title = "";
      let from = 0;
      for (const { start, end } of this.parts()) {
        title += `${text.slice(from, start)} `;
        from = end;
      }
      const whole = title + text.slice(from);
      const joined = parts.length === 0 ? whole : withoutLooseEnds(whole);
      return joined.replaceAll(/\s+/g, " ").trim();
    },
  };
}

/** Commas, dashes and brackets that held what was taken. */
const withoutLooseEnds = (text: string): string =>
  text
    .replaceAll(/\(\s*\)|\[\s*\]/g, " ")
    .replace(/^(?:[\s,;:]|[-–](?=\s))+/, "")
    .replace(/(?:[\s,;]|(?<=\s)[-–])+$/, "");
