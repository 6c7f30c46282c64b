import superjson from "superjson";
import { newId } from "./ids.ts";

/** A change on its way. */
export type Entry = {
  /** The procedure: `tasks.update`. */
  path: string;
  input: unknown;
  /** For the person, should it be refused later: “Pay the rent”. */
  words: string;
};

/**
 * One key for each entry, in the order in which they are read. Tabs are processes of their own: one that rewrote a
 * common list could drop what another has just put there.
 */
const PREFIX = "porter.outbox.";
/** Digits of a moment in base 36, in ms since 1970: good until the year 5188. */
const DIGITS = 9;

/** What the storage refuses to keep (it is full, or forbidden) lives as long as the page. */
const unstored = new Map<string, string>();
let lastMoment = 0;

/** Keeps an entry behind all others, and returns its key. */
export function keep(entry: Entry): string {
  lastMoment = Math.max(Date.now(), lastMoment + 1);
  const key = `${PREFIX}${lastMoment.toString(36).padStart(DIGITS, "0")}.${newId()}`;
  const text = superjson.stringify(entry);
  try {
    localStorage.setItem(key, text);
  } catch {
    unstored.set(key, text);
  }
  return key;
}

export function drop(key: string): void {
  if (!unstored.delete(key)) localStorage.removeItem(key);
}

/** The keys of what is kept, by this tab and by others, in order. */
export const keptKeys = (): string[] =>
  [...storedKeys(), ...unstored.keys()].filter((key) => key.startsWith(PREFIX)).toSorted();

/** Undefined when another tab has dropped it by now. */
export function read(key: string): Entry | undefined {
  const text = unstored.get(key) ?? localStorage.getItem(key);
  if (text === null) return undefined;
  try {
    return superjson.parse<Entry>(text);
  } catch {
    drop(key); // Somebody else wrote it.
    return undefined;
  }
}

function storedKeys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return []; // Forbidden.
  }
}
