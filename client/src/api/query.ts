import {
  InfiniteQueryObserver,
  keepPreviousData,
  QueryObserver,
  type InfiniteData,
  type QueryFunction,
} from "@tanstack/solid-query";
import { createComputed, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js";
import type { TrpcKey } from "./keys.ts";
import { queryClient } from "./query-client.ts";
import { shareEqual } from "./share.ts";

type Common = {
  queryKey: TrpcKey;
  enabled?: boolean;
  /** Shows the last key's answer until the new key's is there. */
  keepPrevious?: boolean;
};
type OneOptions<T> = Common & { queryFn: (context: { signal: AbortSignal }) => Promise<T> };
type PagedOptions<T, C> = Common & {
  queryFn: QueryFunction<T, TrpcKey, C | null>;
  initialPageParam: C | null;
  getNextPageParam: (page: T) => C | null;
  /** Of a list that is read in both directions. */
  getPreviousPageParam?: (page: T) => C | null;
  /** Pages that are kept at most: those at the other end go. */
  maxPages?: number;
};

/**
 * solid-query's observers as plain signals. Not its `useQuery`: that one reads through a resource, so a changed key
 * (a letter typed in a filter) suspends the page around it, and the field loses the focus.
 */
type QueryView<T> = {
  data: Accessor<T | undefined>;
  error: Accessor<unknown>;
  /** Nothing to show yet and no failure. */
  isPending: Accessor<boolean>;
  isFetching: Accessor<boolean>;
  refetch: () => void;
};
type PagedView<T> = QueryView<InfiniteData<T>> & {
  hasMore: Accessor<boolean>;
  isLoadingMore: Accessor<boolean>;
  loadMore: () => Promise<unknown>;
  isLoadingPrevious: Accessor<boolean>;
  loadPrevious: () => Promise<unknown>;
};

/** What both kinds of observers are given on top. */
const common = ({ keepPrevious, enabled = true }: Common) => ({
  enabled,
  structuralSharing: shareEqual,
  ...(keepPrevious && { placeholderData: keepPreviousData }),
});

type Observer<O, R> = {
  getCurrentResult: () => R;
  setOptions: (options: O) => void;
  subscribe: (listener: (result: R) => void) => () => void;
};

/** An observer's result as a signal that follows its options. */
function follow<O, R>(observer: Observer<O, R>, options: Accessor<O>): Accessor<R> {
  const [result, setResult] = createSignal(observer.getCurrentResult());
  onCleanup(observer.subscribe((next) => setResult(() => next)));
  createComputed(
    on(options, (next) => {
      observer.setOptions(next);
      setResult(() => observer.getCurrentResult());
    }),
  );
  return result;
}

type Result<T> = { data: T | undefined; error: unknown; isLoading: boolean; isFetching: boolean };

function viewOf<T>(result: Accessor<Result<T>>, refetch: () => unknown): QueryView<T> {
  return {
    data: createMemo(() => result().data),
    error: createMemo(() => result().error),
    isPending: createMemo(() => result().isLoading),
    isFetching: createMemo(() => result().isFetching),
    refetch: () => void refetch(),
  };
}

export function createQuery<T>(options: Accessor<OneOptions<T>>): QueryView<T> {
  const all = createMemo(() => ({ ...options(), ...common(options()) }));
  const observer = new QueryObserver(queryClient, all());
  return viewOf<T>(follow(observer, all), () => observer.refetch());
}

export function createPagedQuery<T, C>(options: Accessor<PagedOptions<T, C>>): PagedView<T> {
  const all = createMemo(() => ({ ...options(), ...common(options()) }));
  const observer = new InfiniteQueryObserver(queryClient, all());
  const result = follow(observer, all);
  return {
    ...viewOf<InfiniteData<T>>(result, () => observer.refetch()),
    hasMore: createMemo(() => result().hasNextPage),
    isLoadingMore: createMemo(() => result().isFetchingNextPage),
    loadMore: () => observer.fetchNextPage(),
    isLoadingPrevious: createMemo(() => result().isFetchingPreviousPage),
    loadPrevious: () => observer.fetchPreviousPage(),
  };
}
