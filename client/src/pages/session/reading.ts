import { useLocation, useNavigate } from "@solidjs/router";
import { createMemo, createSignal } from "solid-js";
import type { ReadMessages } from "../../../../shared/history.ts";
import { api } from "../../api/options.ts";
import { createPagedQuery } from "../../api/query.ts";

type From = ReadMessages["from"];

/** Pages that are there at once, however far a reader goes: each costs time and memory. At the end they have 100 messages. */
const MOST_AT_END = 4;
const MOST_ELSEWHERE = 12;
/** Messages on a page of these. To put one in must not be felt while one scrolls. */
const PAGE_ELSEWHERE = 50;

/**
 * Which part of a conversation is on the page: its end, which is live, or the surroundings of a message that the
 * address (`#m12`: its seq) or the reader's own way up led to. They become one where they meet.
 */
export function createReading(id: string) {
  const location = useLocation();
  const navigate = useNavigate();
  const end = createPagedQuery(() =>
    api.agents.get.infiniteQueryOptions({ id }, { cursorName: "before", next: (page) => page.olderCursor }),
  );
  const latest = createMemo(() => (end.data()?.pages ?? []).toReversed().flatMap((page) => page.messages));
  const firstOfEnd = createMemo(() => latest()[0]?.seq);

  const linkedTo = createMemo(() => {
    const [, seq] = /^#m([1-9]\d{0,8})$/.exec(location.hash) ?? [];
    return seq === undefined ? undefined : Number(seq);
  });
  const [walkedTo, setWalkedTo] = createSignal<number>();
  /** It leads to what is not part of the end. */
  const isLedAway = createMemo(() => {
    const [seq, first] = [linkedTo(), firstOfEnd()];
    return seq !== undefined && first !== undefined && seq < first && end.hasMore();
  });
  const around = createMemo(() => (isLedAway() ? linkedTo() : walkedTo()));

  const elsewhere = createPagedQuery(() => ({
    ...api.agents.messages.infiniteQueryOptions(
      { id, from: { around: around() ?? 1 }, limit: PAGE_ELSEWHERE },
      {
        cursorName: "from",
        next: ({ olderCursor }): From | null => (olderCursor === null ? null : { before: olderCursor }),
        previous: ({ messages }) => {
          const last = messages.at(-1);
          return last ? { after: last.seq } : null;
        },
      },
    ),
    maxPages: MOST_ELSEWHERE,
    enabled: around() !== undefined,
  }));
  const surroundings = createMemo(() =>
    around() === undefined
      ? undefined
      : elsewhere
          .data()
          ?.pages.toReversed()
          .flatMap((page) => page.messages),
  );
  /** Whether what is on the page goes on to the end of the conversation. */
  const isLive = createMemo(() => {
    const part = surroundings();
    return part ? (part.at(-1)?.seq ?? 0) >= (firstOfEnd() ?? 0) : !isLedAway();
  });
  const messages = createMemo(() => {
    const [part, first] = [surroundings(), firstOfEnd() ?? 0];
    if (!part) return isLedAway() ? [] : latest();
    return isLive() ? [...part.filter(({ seq }) => seq < first), ...latest()] : part;
  });

  return {
    end,
    latest,
    messages,
    isLive,
    linkedTo,
    isPending: createMemo(() => isLedAway() && !surroundings() && !elsewhere.error()),
    error: createMemo(() => (around() === undefined ? end : elsewhere).error()),
    retry: () => (around() === undefined ? end : elsewhere).refetch(),

    hasOlder: createMemo(() => (surroundings() ? elsewhere : end).hasMore()),
    isLoadingOlder: createMemo(() => {
      if (around() === undefined) return end.isLoadingMore();
      return surroundings() ? elsewhere.isLoadingMore() : elsewhere.isFetching();
    }),
    loadOlder: () => {
      if (around() !== undefined) void elsewhere.loadMore();
      else if ((end.data()?.pages.length ?? 0) < MOST_AT_END) void end.loadMore();
      else setWalkedTo(firstOfEnd());
    },

    hasNewer: createMemo(() => surroundings() !== undefined && !isLive()),
    isLoadingNewer: elsewhere.isLoadingPrevious,
    loadNewer: () => void elsewhere.loadPrevious(),

    /** Back to the end, wherever that is on the page. */
    toLive: () => {
      if (isLive()) return;
      setWalkedTo(undefined);
      if (linkedTo() !== undefined)
        navigate(`${location.pathname}${location.search}`, { replace: true, scroll: false });
    },
  };
}
export type Reading = ReturnType<typeof createReading>;
