import { useSearchParams } from "@solidjs/router";
import { createMemo } from "solid-js";
import { SESSION_STATUSES, isSessionStatus } from "./statuses.ts";
import { api } from "../../api/options.ts";
import { itemsOf } from "../../api/pages.ts";
import { createPagedQuery } from "../../api/query.ts";
import { isAtWork } from "../../ui/at-work.ts";
import { createStartModel } from "./start-model.ts";

export function createAgentsModel() {
  const [search, setSearch] = useSearchParams<{ q?: string; status?: string }>();
  const query = createMemo(() => (search.q ?? "").slice(0, 500));
  const status = createMemo(() => (isSessionStatus(search.status) ? search.status : undefined));

  const list = createPagedQuery(() => {
    const wanted = query().trim();
    const only = status();
    const input = {
      sort: "created" as const,
      limit: 50,
      ...(wanted && { query: wanted }),
      ...(only && { status: only }),
    };
    return {
      ...api.agents.list.infiniteQueryOptions(input, { next: (page) => page.nextCursor }),
      keepPrevious: true,
    };
  });
  const items = createMemo(() => itemsOf(list.data()));

  return {
    query,
    setQuery: (text: string) => setSearch({ q: text || undefined }, { replace: true }),
    status,
    setStatus: (value: string) => setSearch({ status: value || undefined }, { replace: true }),
    isFiltered: createMemo(() => query().trim() !== "" || status() !== undefined),
    clear: () => setSearch({ q: undefined, status: undefined }, { replace: true }),
    statuses: SESSION_STATUSES,
    list,
    items,
    atWork: createMemo(() => items().filter((session) => isAtWork(session.status))),
    earlier: createMemo(() => items().filter((session) => !isAtWork(session.status))),
    /** Where agents have worked, for the start of another one. */
    folders: createMemo(() => [...new Set(items().map((session) => session.cwd))]),
    start: createStartModel(),
  };
}
export type AgentsModel = ReturnType<typeof createAgentsModel>;
