import { z } from "zod";
import { SessionStatus } from "./session.ts";
import { TaskStatus } from "./task.ts";

export const SearchKind = z.enum(["task", "event", "session", "message", "notification"]);
export type SearchKind = z.infer<typeof SearchKind>;

export const Search = z.strictObject({
  /** Every word must begin a word of the text; a misspelt one finds what is near. `#12` finds a task's number. */
  text: z.string().max(200),
  kinds: z.array(SearchKind).min(1).optional(),
  /** Hits of each kind; 8 when left out. */
  limit: z.number().int().min(1).max(50).optional(),
});
export type Search = z.infer<typeof Search>;

/** A piece of a text and, in UTF-16 units of it, where the words that were looked for stand. */
export const Excerpt = z.object({
  text: z.string(),
  marks: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
});
export type Excerpt = z.infer<typeof Excerpt>;

export const SearchHit = z.object({
  kind: SearchKind,
  id: z.string(),
  /** The task's or session's title; of a message, its session's. */
  title: Excerpt,
  /** Where the words stand outside the title. */
  excerpt: Excerpt.nullable(),
  /** Path in the web app. */
  link: z.string(),
  /** When it was changed last, or came; of an event, when it begins. */
  at: z.date(),
  /** Of a task or a session. */
  status: z.union([TaskStatus, SessionStatus]).nullable(),
  /** Of a task. */
  number: z.number().int().nullable(),
});
export type SearchHit = z.infer<typeof SearchHit>;

/** `hits`: best first, over all kinds. `corrected`: the words that were looked for instead of misspelt ones. */
export const SearchResult = z.object({
  hits: z.array(SearchHit),
  corrected: z.array(z.object({ typed: z.string(), meant: z.string() })),
});
export type SearchResult = z.infer<typeof SearchResult>;
