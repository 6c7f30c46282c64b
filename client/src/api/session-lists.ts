import type { ListSessions, Session, SessionSort, SessionStatus } from "../../../shared/session.ts";
import { placeItem, type Pages } from "./pages.ts";

function matchesSession(session: Session, filter: ListSessions): boolean {
  if (filter.status !== undefined && ![filter.status].flat().includes(session.status)) return false;
  if (filter.taskId !== undefined && filter.taskId !== session.taskId) return false;
  const query = (filter.query ?? "").trim().toLowerCase();
  if (query === "") return true;
  if (`${session.title}\n${session.prompt}`.toLowerCase().includes(query)) return true;
  return session.id.startsWith(query) || (session.claudeSessionId?.startsWith(query) ?? false);
}

const order: Record<SessionStatus, number> = {
  running: 0,
  waiting: 1,
  queued: 2,
  failed: 3,
  interrupted: 4,
  completed: 5,
};
const byNewest = (a: Session, b: Session) =>
  b.createdAt.getTime() - a.createdAt.getTime() || (b.id < a.id ? -1 : 1);
const compareBy: Record<SessionSort, (a: Session, b: Session) => number> = {
  created: byNewest,
  updated: (a, b) => b.updatedAt.getTime() - a.updatedAt.getTime() || byNewest(a, b),
  status: (a, b) => order[a.status] - order[b.status] || byNewest(a, b),
  cost: (a, b) => b.costUsd - a.costUsd || byNewest(a, b),
};

export function applySession(pages: Pages<Session>, filter: ListSessions, session: Session): Pages<Session> {
  return placeItem(pages, {
    item: session,
    keep: matchesSession(session, filter),
    compare: compareBy[filter.sort ?? "created"],
  });
}
