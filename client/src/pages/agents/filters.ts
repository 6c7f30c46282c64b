import type { SessionSort, SessionStatus } from "../../../../shared/session.ts";
import { isAtWork } from "../../ui/at-work.ts";

/** In the order of the filter; typed so that a new status cannot be forgotten. */
const statusOrder: Record<SessionStatus, number> = {
  running: 0,
  waiting: 1,
  queued: 2,
  completed: 3,
  failed: 4,
  interrupted: 5,
};
export const sortWords: Record<SessionSort, string> = {
  created: "Newest first",
  updated: "Last change",
  status: "Status",
  cost: "Cost",
};

// Object.keys forgets the key type of a Record.
export const SESSION_STATUSES = Object.keys(statusOrder) as SessionStatus[];
export const SESSION_SORTS = Object.keys(sortWords) as SessionSort[];

const isSort = (value: string): value is SessionSort => Object.hasOwn(sortWords, value);

/** What the address says: `?q=fence&status=running,failed&sort=cost`. Nonsense in it is left out. */
export type AgentFilters = { query: string; statuses: SessionStatus[]; sort: SessionSort; archived: boolean };
export type AgentSearch = { q?: string; status?: string; sort?: string; archived?: string };

export function readFilters({ q = "", status = "", sort = "", archived = "" }: AgentSearch): AgentFilters {
  const chosen = new Set(status.split(","));
  return {
    query: q.slice(0, 500),
    statuses: SESSION_STATUSES.filter((each) => chosen.has(each)),
    sort: isSort(sort) ? sort : "created",
    archived: archived === "1",
  };
}

/** What it is by itself does not stand in the address. */
export const writeFilters = ({
  query,
  statuses,
  sort,
  archived,
}: AgentFilters): Required<Record<keyof AgentSearch, string | undefined>> => ({
  q: query || undefined,
  status: statuses.join(",") || undefined,
  sort: sort === "created" ? undefined : sort,
  archived: archived ? "1" : undefined,
});

/** The two parts of the page, of which each is a list of its own. An empty one is not asked for. */
export function partsOf({ statuses, archived }: Pick<AgentFilters, "statuses" | "archived">): {
  atWork: SessionStatus[];
  ended: SessionStatus[];
} {
  const wanted = statuses.length > 0 ? statuses : SESSION_STATUSES;
  return {
    // What is at work is never archived.
    atWork: archived ? [] : wanted.filter(isAtWork),
    ended: wanted.filter((status) => !isAtWork(status)),
  };
}
