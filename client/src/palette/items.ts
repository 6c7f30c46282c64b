import type { Excerpt, SearchHit, SearchKind } from "../../../shared/search.ts";
import type { SessionStatus } from "../../../shared/session.ts";
import type { TaskStatus } from "../../../shared/task.ts";
import type { Action, Hands } from "./actions.ts";
import { matchAny, matchText, type Match } from "./match.ts";
import type { RecentPlace } from "./recents.ts";

/** What stands in front of a line. */
export type Lead =
  | { type: "icon"; icon: Action["icon"] }
  | { type: "task"; status: TaskStatus | undefined; number: number | undefined }
  | { type: "session"; status: SessionStatus | undefined }
  | { type: "event" }
  | { type: "message" }
  | { type: "notification" };

/** One line of the list. With `href` it is a way; otherwise `run` does it. */
export type Item = {
  id: string;
  lead: Lead;
  title: Excerpt;
  note: Excerpt | null;
  at: Date | null;
  keys?: string;
  href?: string;
  /** The title takes as many lines as it needs. */
  wraps?: boolean;
  run: () => void | Promise<void>;
  /** `local`: known without asking. `found`: the server's. `typed`: made of the words in the field. */
  source: "local" | "found" | "typed";
};
type Section = { title: string; items: Item[] };

const MOST_LOCAL = 6;
const MOST_RECENT = 5;

const kindTitles: Record<SearchKind, string> = {
  task: "Tasks",
  event: "Events",
  session: "Agents",
  message: "Messages",
  notification: "Notifications",
};

const wordsOf = (action: Action, hands: Hands) =>
  typeof action.words === "string" ? action.words : action.words(hands);

function actionItem(action: Action, hands: Hands, marks: Match["marks"] = []): Item {
  return {
    id: `action:${action.id}`,
    lead: { type: "icon", icon: action.icon },
    title: { text: wordsOf(action, hands), marks },
    note: null,
    at: null,
    ...(action.keys !== undefined && { keys: action.keys }),
    ...(action.href !== undefined && { href: action.href }),
    ...(action.wraps && { wraps: true }),
    run: () => action.run(hands),
    source: action.about === "typed" ? "typed" : "local",
  };
}

const pathOf = ({ kind, id }: Pick<RecentPlace, "kind" | "id">) =>
  kind === "task" ? `/tasks/${id}` : `/agents/${id}`;

function recentItem(place: RecentPlace, hands: Hands, marks: Match["marks"] = []): Item {
  const href = pathOf(place);
  return {
    id: `recent:${place.id}`,
    lead:
      place.kind === "task"
        ? { type: "task", status: place.task?.status, number: place.task?.number }
        : { type: "session", status: place.session?.status },
    title: { text: place.title, marks },
    note: null,
    at: null,
    href,
    run: () => hands.go(href),
    source: "local",
  };
}

function leadOf({ kind, status, number }: SearchHit): Lead {
  // A hit's status is that of its kind (shared/search.ts).
  if (kind === "task") return { type: "task", status: status as TaskStatus, number: number ?? undefined };
  if (kind === "session") return { type: "session", status: status as SessionStatus };
  return { type: kind };
}

function hitItem(hit: SearchHit, hands: Hands): Item {
  return {
    id: `${hit.kind}:${hit.id}`,
    lead: leadOf(hit),
    title: hit.title,
    note: hit.excerpt,
    at: hit.at,
    href: hit.link,
    run: () => hands.go(hit.link),
    source: "found",
  };
}

/** In the order of their best hits; within a kind, best first. */
function hitSections(hits: readonly SearchHit[], hands: Hands): Section[] {
  const byKind = new Map<SearchKind, Item[]>();
  for (const hit of hits) byKind.set(hit.kind, [...(byKind.get(hit.kind) ?? []), hitItem(hit, hands)]);
  return [...byKind].map(([kind, items]) => ({ title: kindTitles[kind], items }));
}

type Input = {
  hands: Hands;
  actions: readonly Action[];
  recents: readonly RecentPlace[];
  hits: readonly SearchHit[];
  /** The address of the page behind: there is no need to go there. */
  path: string;
};

/** Before anything is typed: where one was, and what can be done. */
function openingSections({ hands, actions, recents, path }: Input): Section[] {
  const possible = actions.filter((action) => action.when?.(hands) ?? true);
  const of = (about: Action["about"]) =>
    possible.filter((action) => action.about === about).map((action) => actionItem(action, hands));
  const places = recents.filter((place) => pathOf(place) !== path).slice(0, MOST_RECENT);
  return [
    { title: "Waits for you", items: of("waiting") },
    { title: "Recent", items: places.map((place) => recentItem(place, hands)) },
    { title: "Here", items: of("here") },
    { title: "Actions", items: of(undefined) },
  ];
}

function typedSections({ hands, actions, recents, hits }: Input): Section[] {
  const { typed } = hands;
  const found: { item: Item; score: number }[] = [];
  const possible = actions.filter((action) => action.when?.(hands) ?? true);
  for (const action of possible.filter(({ about }) => about !== "typed")) {
    const match = matchAny(typed, wordsOf(action, hands), action.also);
    if (match) found.push({ item: actionItem(action, hands, match.marks), score: match.score });
  }
  for (const place of recents) {
    const match = matchText(typed, place.title);
    if (match) found.push({ item: recentItem(place, hands, match.marks), score: match.score });
  }
  const local = found
    .toSorted((a, b) => a.score - b.score)
    .slice(0, MOST_LOCAL)
    .map(({ item }) => item);
  const shown = new Set(local.map(({ href }) => href));
  const others = hits.filter(({ link }) => !shown.has(link));
  return [
    { title: "Go and do", items: local },
    ...hitSections(others, hands),
    {
      title: "With these words",
      items: possible.filter(({ about }) => about === "typed").map((action) => actionItem(action, hands)),
    },
  ];
}

export function sectionsOf(input: Input): Section[] {
  const sections = input.hands.typed === "" ? openingSections(input) : typedSections(input);
  return sections.filter(({ items }) => items.length > 0);
}
