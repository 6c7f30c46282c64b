import { wholeCharacter } from "./excerpt.ts";

/** So much of a text is looked at, in UTF-16 units: what the expressions below may take grows with its square. */
const BEFORE = 240;
const LENGTH = 900;

/** With a second character, which counts: code or something escaped. Private use (Unicode, section 23.5). */
const KEPT = 0xe000;

/** What Markdown makes of the text around a place, for one line: its words without its marks. */
export function asRead(text: string, place: number): string {
  const near = Math.max(0, place - BEFORE);
  const line = text.lastIndexOf("\n", near) + 1;
  const from = near - line < BEFORE ? line : wholeCharacter(text, near);
  return withoutMarks(text.slice(from, wholeCharacter(text, from + LENGTH)));
}

function withoutMarks(markdown: string): string {
  const kept: string[] = [];
  const keep = (text: string): string => {
    kept.push(text);
    return String.fromCharCode(KEPT, KEPT + kept.length);
  };
  const blocks = markdown
    .replaceAll(/^[ \t]*(?:`{3,}|~{3,}).*$/gm, "") // fences
    .replaceAll(
      /(`+)([^`]+)\1|\\([!-/:-@[-`{-~])|\uE000/g,
      (all: string, _: unknown, code?: string, escaped?: string) => keep(code ?? escaped ?? all),
    )
    .replaceAll(/^[ \t]*(?:>[ \t]?)+/gm, "") // quotes
    .replaceAll(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, "") // rules
    .replaceAll(/^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t:-]*$/gm, "") // below the head of a table
    .replaceAll(/^[ \t]*(?:#{1,6}|[-*+])[ \t]+/gm, ""); // headings, lists
  const inline = blocks
    .replaceAll(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replaceAll(/<(https?:[^>\s]+)>/g, "$1")
    .replaceAll(/(\*\*|~~|(?<!\w)__)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replaceAll(/(?<![\w*])([*_])(?![\s*_])(.+?)(?<=\S)\1(?![\w*])/g, "$2");
  return inline.replaceAll(/\uE000(.)/g, (_, at: string) => kept[at.charCodeAt(0) - KEPT - 1] ?? "");
}
