import { Match, Show, Switch, type JSX } from "solid-js";
import { Problem } from "./problem.tsx";
import { RowsSkeleton } from "./rows-skeleton.tsx";

/** What a list that comes page by page knows of itself. */
type Paged = {
  error: () => unknown;
  isPending: () => boolean;
  hasMore: () => boolean;
  isLoadingMore: () => boolean;
  loadMore: () => Promise<unknown>;
  refetch: () => void;
};

/** The rows of such a list and the way to older ones; before there are any: why not. */
export function PagedRows(props: {
  query: Paged;
  isEmpty: boolean;
  /** What stands there while nothing does. */
  empty: JSX.Element;
  /** "The history could not be loaded" */
  problem: string;
  explain: (error: unknown) => string;
  children: JSX.Element;
}) {
  return (
    <Switch fallback={props.empty}>
      <Match when={!props.isEmpty}>
        {props.children}
        <Show when={props.query.error()}>
          {(error) => (
            <p role="alert" class="mt-2 text-sm break-words text-danger">
              {props.problem}: {props.explain(error())}
            </p>
          )}
        </Show>
        <Show when={props.query.hasMore()}>
          {/* Not disabled while it loads, which would take the focus away. */}
          <button
            type="button"
            class="button mt-2"
            data-kind="quiet"
            aria-disabled={props.query.isLoadingMore()}
            onClick={() => {
              if (!props.query.isLoadingMore()) void props.query.loadMore();
            }}
          >
            {props.query.isLoadingMore() ? "Loading…" : "Show older"}
          </button>
        </Show>
      </Match>
      <Match when={props.query.error()}>
        {(error) => (
          <Problem title={props.problem} message={props.explain(error())} retry={props.query.refetch} />
        )}
      </Match>
      <Match when={props.query.isPending()}>
        <RowsSkeleton rows={3} />
      </Match>
    </Switch>
  );
}
