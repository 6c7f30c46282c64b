/** Tasks and sessions that were opened in this browser, the latest first. */
export type Recent = { kind: "task" | "session"; id: string; title: string };

const KEY = "porter.recent";
const MOST = 8;

const isRecent = (value: unknown): value is Recent =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  (value.kind === "task" || value.kind === "session") &&
  "id" in value &&
  typeof value.id === "string" &&
  "title" in value &&
  typeof value.title === "string";

export function loadRecents(): Recent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isRecent) : [];
  } catch {
    return []; // Storage is refused, or holds what somebody else wrote there.
  }
}

export function saveRecents(recents: readonly Recent[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(recents.slice(0, MOST)));
  } catch {
    // Storage is refused: then nothing is recent.
  }
}

/** The task or the session that an address shows. */
export function shownAt(path: string): Pick<Recent, "kind" | "id"> | undefined {
  const [, place, id] = /^\/(tasks|agents)\/([0-9a-f-]{36})$/.exec(path) ?? [];
  return id === undefined ? undefined : { kind: place === "tasks" ? "task" : "session", id };
}

/** The title comes later: the page that shows it is only now asking for it. */
export function noteVisit(path: string): void {
  const shown = shownAt(path);
  if (!shown) return;
  const all = loadRecents();
  const title = all.find(({ id }) => id === shown.id)?.title ?? "";
  saveRecents([{ ...shown, title }, ...all.filter(({ id }) => id !== shown.id)]);
}

export const forgetRecents = () => saveRecents([]);
