import { useNavigate, useSearchParams } from "@solidjs/router";
import { createMemo, createSignal } from "solid-js";
import { SESSION_STATUSES, isSessionStatus } from "./statuses.ts";
import { startAgent } from "../../actions/agents.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { itemsOf } from "../../api/pages.ts";
import { createPagedQuery } from "../../api/query.ts";

export function createAgentsModel() {
  const navigate = useNavigate();
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
  const isAtWork = (of: string) => of === "running" || of === "waiting" || of === "queued";

  const [prompt, setPrompt] = createSignal("");
  const [isStarting, setStarting] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();

  async function start(): Promise<void> {
    if (prompt().trim() === "" || isStarting()) return;
    setStarting(true);
    setProblem(undefined);
    try {
      const session = await startAgent({ prompt: prompt() });
      navigate(`/agents/${session.id}`);
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setStarting(false);
    }
  }

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
    prompt,
    setPrompt,
    isStarting,
    problem,
    start: () => void start(),
  };
}
export type AgentsModel = ReturnType<typeof createAgentsModel>;
