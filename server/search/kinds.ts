import type { SearchHit, SearchKind } from "../../shared/search.ts";
import type { Term } from "./matching.ts";
import { CANDIDATES, type SearchStore } from "./store.ts";
import { begunExpression, wholeExpression } from "./terms.ts";

/** A row that matches, with its texts and what a hit shows beside them. */
export type Found = {
  title: string;
  /** Not every kind is found by its title. */
  isFoundByTitle: boolean;
  body: string;
  isOpen: boolean | undefined;
  /** The rest of a text that was too long to be ranked. */
  readAll?: () => string;
  hit: Omit<SearchHit, "title" | "excerpt">;
};

type Row<Name extends "tasks" | "events" | "sessions" | "messages" | "notifications"> = ReturnType<
  SearchStore[Name]
>[number];

/** The rows of a kind that fit: those with the whole words, and the newest of those with words that begin so. */
export function findOf(store: SearchStore, kind: SearchKind, terms: readonly Term[]): Found[] {
  const find = (expression: string): Found[] => {
    switch (kind) {
      case "task":
        return store.tasks(expression).map(ofTask);
      case "event":
        return store.events(expression).map(ofEvent);
      case "session":
        return store.sessions(expression).map(ofSession);
      case "message":
        return store.messages(expression).map((row) => ofMessage(row, store));
      case "notification":
        return store.notifications(expression).map(ofNotification);
    }
  };
  const whole = find(wholeExpression(terms));
  if (whole.length === CANDIDATES[kind]) return whole; // Enough of the better ones.
  const begun = begunExpression(terms, (beginning) => store.fewWords(kind, beginning));
  if (begun === undefined) return whole;
  const seen = new Set(whole.map(({ hit }) => hit.id));
  return [...whole, ...find(begun).filter(({ hit }) => !seen.has(hit.id))];
}

export function ofTask({ number, id, title, body, tags, status, at }: Row<"tasks">): Found {
  return {
    title,
    isFoundByTitle: true,
    body: [body, tags.map((tag) => `#${tag}`).join(" ")].filter((text) => text !== "").join("\n"),
    isOpen: status === "todo" || status === "in_progress",
    hit: { kind: "task", id, link: `/tasks/${id}`, at, status, number },
  };
}

/** `at` is when it is nearest to now, in which a series counts from its first to its last: that ranks it. */
function ofEvent({ id, title, place, body, startAt, lastAt }: Row<"events">): Found {
  const now = new Date();
  const isPast = lastAt !== null && lastAt < now;
  return {
    title,
    isFoundByTitle: true,
    body: [place, body].filter((text) => text !== "").join("\n"),
    isOpen: !isPast,
    hit: {
      kind: "event",
      id,
      link: linkToEvent(id),
      at: isPast ? lastAt : startAt > now ? startAt : now,
      status: null,
      number: null,
    },
  };
}

export const linkToEvent = (id: string): string => `/calendar?event=${encodeURIComponent(id)}`;

function ofSession({ id, title, status, at }: Row<"sessions">): Found {
  return {
    title,
    isFoundByTitle: true,
    body: "",
    isOpen: undefined,
    hit: { kind: "session", id, link: `/agents/${id}`, at, status, number: null },
  };
}

function ofMessage({ id, sessionId, seq, title, body, at }: Row<"messages">, store: SearchStore): Found {
  return {
    title,
    isFoundByTitle: false,
    body,
    isOpen: undefined,
    readAll: () => store.textOf(id),
    hit: { kind: "message", id, link: `/agents/${sessionId}#m${seq}`, at, status: null, number: null },
  };
}

function ofNotification({ id, title, body, link, at }: Row<"notifications">): Found {
  return {
    title,
    isFoundByTitle: true,
    body,
    isOpen: undefined,
    hit: { kind: "notification", id, link, at, status: null, number: null },
  };
}
