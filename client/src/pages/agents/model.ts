import { useSearchParams } from "@solidjs/router";
import { createMemo } from "solid-js";
import type { SessionSort, SessionStatus } from "../../../../shared/session.ts";
import { createDoings } from "../../actions/doings.ts";
import { api } from "../../api/options.ts";
import { byCursor, itemsOf } from "../../api/pages.ts";
import { createPagedQuery } from "../../api/query.ts";
import { partsOf, readFilters, writeFilters, type AgentFilters, type AgentSearch } from "./filters.ts";

const PAGE = 50;
/** Far more than a machine runs at once; those that wait may be many. */
const MOST_AT_WORK = 200;
const MOST_PINNED = 200;

export function createAgentsModel() {
  const [search, setSearch] = useSearchParams<AgentSearch>();
  const filters = createMemo(() => readFilters(search));
  const parts = createMemo(() => partsOf(filters()));
  const change = (part: Partial<AgentFilters>) =>
    setSearch(writeFilters({ ...filters(), ...part }), { replace: true });

  type Asked = { statuses: SessionStatus[]; sort: SessionSort; limit: number; pinned?: boolean };
  function createList(options: () => Asked) {
    const list = createPagedQuery(() => {
      const { statuses, sort, limit, pinned } = options();
      const { archived } = filters();
      const query = filters().query.trim();
      const input = {
        status: statuses,
        sort,
        limit,
        ...(query && { query }),
        ...(archived ? { archived } : pinned !== undefined && { pinned }),
      };
      return {
        ...api.agents.list.infiniteQueryOptions(input, byCursor),
        enabled: statuses.length > 0,
        keepPrevious: true,
      };
    });
    const items = createMemo(() => (options().statuses.length > 0 ? itemsOf(list.data()) : []));
    return { ...list, items };
  }
  const atWork = createList(() => ({ statuses: parts().atWork, sort: "status", limit: MOST_AT_WORK }));
  const pinned = createList(() => ({
    statuses: filters().archived ? [] : parts().ended,
    sort: filters().sort,
    limit: MOST_PINNED,
    pinned: true,
  }));
  const ended = createList(() => ({
    statuses: parts().ended,
    sort: filters().sort,
    limit: PAGE,
    pinned: false,
  }));
  const asked = createMemo(() => [
    ...(parts().atWork.length > 0 ? [atWork] : []),
    ...(parts().ended.length > 0 ? [ended] : []),
    ...(parts().ended.length > 0 && !filters().archived ? [pinned] : []),
  ]);
  const failed = createMemo(() => asked().find((list) => list.error() && !list.data()));

  return {
    filters,
    setQuery: (query: string) => change({ query }),
    toggleStatus: (status: SessionStatus) => {
      const { statuses } = filters();
      const without = statuses.filter((other) => other !== status);
      change({ statuses: without.length < statuses.length ? without : [...statuses, status] });
    },
    setSort: (sort: SessionSort) => change({ sort }),
    isFiltered: createMemo(
      () => filters().query.trim() !== "" || filters().statuses.length > 0 || filters().archived,
    ),
    clear: () => change({ query: "", statuses: [], archived: false }),
    toggleArchived: () => change({ archived: !filters().archived }),
    atWork,
    pinned,
    ended,
    isPending: createMemo(() => asked().some((list) => list.isPending())),
    isEmpty: createMemo(() => atWork.items().length + pinned.items().length + ended.items().length === 0),
    failed,
    retry: () => asked().forEach((list) => list.refetch()),
    doing: createDoings(),
  };
}
export type AgentsModel = ReturnType<typeof createAgentsModel>;
