import { createEffect, createSignal, on, onCleanup, Show } from "solid-js";

/** Asks for the next page as soon as the list's end comes near; the button is for who gets there first. */
export function MoreRows(props: {
  /** So many rows are shown. */
  shown: number;
  query: { hasMore: () => boolean; isLoadingMore: () => boolean; loadMore: () => Promise<unknown> };
}) {
  const load = () => void props.query.loadMore();
  const [end, setEnd] = createSignal<HTMLDivElement>();
  const whenNear = new IntersectionObserver(
    ([entry]) => {
      if (entry?.isIntersecting && props.query.hasMore() && !props.query.isLoadingMore()) load();
    },
    { rootMargin: "0px 0px 800px" },
  );
  // It tells changes only: after a short page the end is as near as it was. Not after a failure, which would repeat
  // itself without end.
  createEffect(
    on(
      () => props.shown,
      () => {
        const element = end();
        if (!element) return;
        whenNear.unobserve(element);
        whenNear.observe(element);
      },
    ),
  );
  onCleanup(() => whenNear.disconnect());
  return (
    <div ref={setEnd}>
      <Show when={props.query.hasMore() && props.shown > 0}>
        <button
          type="button"
          class="button mt-3"
          data-kind="quiet"
          disabled={props.query.isLoadingMore()}
          onClick={load}
        >
          {props.query.isLoadingMore() ? "Loading…" : "Show more"}
        </button>
      </Show>
    </div>
  );
}
