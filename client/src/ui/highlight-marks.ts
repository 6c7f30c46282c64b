import type { Language } from "./highlight-languages.ts";

/** What a part of a code can be; each has its class `tok-…` in styles/prose.css. What is none of them stays plain. */
export const KINDS = [
  "comment",
  "string",
  "keyword",
  "constant",
  "function",
  "type",
  "property",
  "heading",
  "inserted",
  "deleted",
] as const;

export type Kind = (typeof KINDS)[number];

/** Three numbers a mark, in order and apart from each other: its start and end in the code, its place in KINDS. */
export type Marks = Uint32Array<ArrayBuffer>;

/** What the page and its worker say to each other. */
export type Question = { id: number; code: string; language: Language };
export type Answer = { id: number; marks: Marks };
