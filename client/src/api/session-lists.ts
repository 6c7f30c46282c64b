import type { ListSessions, Session, SessionSort, SessionStatus } from "../../../shared/session.ts";
import { placeItem, type Pages } from "./pages.ts";

function matchesSession(session: Session, filter: ListSessions): boolean {
  if (filter.status !== undefined && ![filter.status].flat().includes(session.status)) return false;
  if (filter.taskId !== undefined && filter.taskId !== session.taskId) return false;
  if (filter.pinned !== undefined && filter.pinned !== (session.pinnedAt !== null)) return false;
  if ((filter.archived ?? false) !== (session.archivedAt !== null)) return false;
  const query = lower((filter.query ?? "").trim());
  if (query === "") return true;
  if (lower(session.title).includes(query) || lower(session.prompt).includes(query)) return true;
  return session.id.startsWith(query) || (session.claudeSessionId?.startsWith(query) ?? false);
}

/** As SQLite compares: letters beyond ASCII are different ones when their case is. */
const lower = (text: string) => text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());

const order: Record<SessionStatus, number> = {
  running: 0,
  waiting: 1,
  queued: 2,
  failed: 3,
  interrupted: 4,
  completed: 5,
};
/** Ids begin with their time (UUID version 7). */
const byNewestId = (a: Session, b: Session) => (b.id < a.id ? -1 : 1);
/** As the server sorts (server/agents/store/sessions.ts). */
const compareBy: Record<SessionSort, (a: Session, b: Session) => number> = {
  created: (a, b) => b.createdAt.getTime() - a.createdAt.getTime() || byNewestId(a, b),
  updated: (a, b) => b.updatedAt.getTime() - a.updatedAt.getTime() || byNewestId(a, b),
  status: (a, b) => order[a.status] - order[b.status] || byNewestId(a, b),
  cost: (a, b) => b.costUsd - a.costUsd || byNewestId(a, b),
};

export function applySession(pages: Pages<Session>, filter: ListSessions, session: Session): Pages<Session> {
  return placeItem(pages, {
    item: session,
    keep: matchesSession(session, filter),
    compare: compareBy[filter.sort ?? "updated"],
  });
}
