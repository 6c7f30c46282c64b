import { useSearchParams } from "@solidjs/router";
import { createMemo } from "solid-js";
import { api } from "../../api/options.ts";
import { byCursor } from "../../api/pages.ts";
import { createPagedQuery } from "../../api/query.ts";

/** What was decided in all sessions, the latest first. The address has the words that are looked for. */
export function createDecided() {
  const [search, setSearch] = useSearchParams();
  const words = createMemo(() => (typeof search["query"] === "string" ? search["query"].slice(0, 200) : ""));
  const query = createPagedQuery(() => ({
    ...api.agents.decidedApprovals.infiniteQueryOptions(
      words().trim() === "" ? {} : { query: words() },
      byCursor,
    ),
    keepPrevious: true,
  }));
  return {
    query,
    items: createMemo(() => query.data()?.pages.flatMap((page) => page.items) ?? []),
    words,
    setWords: (next: string) =>
      setSearch({ query: next === "" ? null : next }, { replace: true, scroll: false }),
  };
}
