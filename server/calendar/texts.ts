import { shorten } from "../../shared/text.ts";
import type { CalendarItem } from "./item.ts";

const LONGEST_TITLE = 1_000;
const LONGEST_TEXT = 32_000;
const LONGEST_NAME = 320;

type Texts = Pick<CalendarItem, "title" | "description" | "location">;

/** What is kept of an item's texts: twice the same for what is the same at its source. */
export const textsOf = ({ title, description, location }: Texts): Texts => ({
  title: toLine(title, LONGEST_TITLE),
  description: clean(description, LONGEST_TEXT),
  location: clean(location, LONGEST_TITLE),
});

/** Of a calendar, a guest: one line, perhaps empty. */
export const nameOf = (text: string): string => toLine(text, LONGEST_NAME);

const toLine = (text: string, max: number): string => clean(text, max).replace(/\s+/g, " ").trim();

/** Without what SQLite would change (shared/text.ts), or a comparison would find it changed at every reading. */
const clean = (text: string, max: number): string => shorten(text.replaceAll("\0", "").toWellFormed(), max);
