import type { Excerpt, Search, SearchHit, SearchKind, SearchResult } from "../../shared/search.ts";
import { taskNumberIn } from "../../shared/task.ts";
import type { Calendars } from "../calendar/service.ts";
import type { Db } from "../db/open.ts";
import { asRead } from "./as-read.ts";
import { correct, WORDIEST, type Meanings } from "./corrections.ts";
import { cutExcerpt, densest } from "./excerpt.ts";
import { findOf, linkToEvent, ofTask, type Found } from "./kinds.ts";
import { marksIn, matchText, type Term } from "./matching.ts";
import { scoreOf } from "./ranking.ts";
import { createSearchStore } from "./store.ts";
import { termsOf } from "./terms.ts";

const LIMIT = 8;

type Ranked = { found: Found; terms: readonly Term[]; score: number };

export type SearchService = ReturnType<typeof createSearch>;

export function createSearch({ db, calendars }: { db: Db; calendars: Pick<Calendars, "upcoming"> }) {
  const store = createSearchStore(db);

  /** The best of a kind; if nothing of it has all the words, what has the words that may have been meant. */
  function findBest(
    kind: SearchKind,
    { typed, meanings, limit }: { typed: readonly Term[]; meanings: Meanings; limit: number },
  ): Ranked[] {
    const now = new Date();
    const find = (terms: readonly Term[]) =>
      findOf(store, kind, terms).map((found) => rank(found, terms, now));
    let ranked = find(typed);
    if (ranked.length === 0) {
      const corrected = correct(store, { kind, terms: typed, meanings });
      if (corrected) ranked = find(corrected);
    }
    return ranked.sort((a, b) => b.score - a.score).slice(0, limit);
  }

  /** An event is found where it comes next. */
  function inPlace(hit: SearchHit): SearchHit {
    const next = hit.kind === "event" ? calendars.upcoming(hit.id) : undefined;
    return next ? { ...hit, ...next, link: linkToEvent(next.id) } : hit;
  }

  return {
    /** Hits of the kinds that may be found, best first over all of them. */
    query({ text, kinds, limit = LIMIT }: Search, allowed: readonly SearchKind[]): SearchResult {
      const terms = termsOf(text);
      const wanted = allowed.filter((kind) => kinds?.includes(kind) ?? true);
      const meanings: Meanings = new Map();
      const asked = { typed: terms, meanings, limit };
      const inTurn = wanted.toSorted((a, b) => Number(a === WORDIEST) - Number(b === WORDIEST));
      const ranked = terms.length === 0 ? [] : inTurn.flatMap((kind) => findBest(kind, asked));
      const number = taskNumberIn(text);
      const named = number !== undefined && wanted.includes("task") ? store.findTask(number) : undefined;
      const first = named && { ...rank(ofTask(named), terms, new Date()), score: Infinity };
      const best = [
        ...(first ? [first] : []),
        ...ranked.filter(({ found }) => found.hit.id !== named?.id).sort((a, b) => b.score - a.score),
      ];
      return { hits: best.map(toHit).map(inPlace), corrected: correctionsIn(best) };
    },
  };
}

function rank(found: Found, terms: readonly Term[], now: Date): Ranked {
  const title = found.isFoundByTitle ? matchText(found.title, terms) : undefined;
  const body = matchText(found.body, terms);
  return { found, terms, score: scoreOf({ title, body, isOpen: found.isOpen, at: found.hit.at }, now) };
}

function toHit({ found, terms }: Ranked): SearchHit {
  const { hit, readAll } = found;
  let text = found.body;
  let marks = marksIn(text, terms);
  if (marks.length === 0 && readAll) {
    text = readAll();
    marks = marksIn(text, terms);
  }
  const excerpt =
    (hit.kind === "message" ? readExcerpt(text, marks, terms) : null) ?? cutExcerpt(text, marks);
  return { ...hit, title: { text: found.title, marks: marksIn(found.title, terms) }, excerpt };
}

/** Of Markdown; null where its words stand in its marks alone, as in the address of a link. */
function readExcerpt(text: string, marks: Excerpt["marks"], terms: readonly Term[]): Excerpt | null {
  const first = densest(marks);
  if (!first) return null;
  const read = asRead(text, first.start);
  return cutExcerpt(read, marksIn(read, terms));
}

/** Each misspelt word with the first of its meanings that has led to a hit. */
function correctionsIn(ranked: readonly Ranked[]): SearchResult["corrected"] {
  const meant = new Map<string, string>();
  for (const { typed, beginnings, isCorrected } of ranked.flatMap(({ terms }) => terms)) {
    const [nearest] = beginnings;
    if (isCorrected && nearest !== undefined && !meant.has(typed)) meant.set(typed, nearest);
  }
  return Array.from(meant, ([typed, word]) => ({ typed, meant: word }));
}
