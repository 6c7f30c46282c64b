import { createMemo, Show } from "solid-js";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { createPagedQuery } from "../../api/query.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { Problem } from "../../ui/problem.tsx";
import { entriesOf, type EntrySession } from "./entries.ts";
import { EntryView } from "./entry-view.tsx";

/** What a sub-agent said and did, below its call; asked for when the call is opened, and live from then on. */
export function Nested(props: { session: EntrySession; parentToolUseId: string }) {
  const query = createPagedQuery(() =>
    api.agents.nested.infiniteQueryOptions(
      { id: props.session.id, parentToolUseId: props.parentToolUseId },
      { cursorName: "before", next: (page) => page.olderCursor },
    ),
  );
  const entries = createMemo(() => {
    const messages = (query.data()?.pages ?? []).toReversed().flatMap((page) => page.messages);
    const status = props.session.isAtWork ? "running" : "completed";
    const all = entriesOf({ messages, approvals: props.session.approvals(), status });
    return all.filter(({ kind }) => kind !== "approval"); // It stands in the conversation.
  });
  return (
    <section aria-label="Sub-agent" class="border-l-2 border-line pl-3">
      <p class="text-xs leading-5 text-ink-3">Sub-agent</p>
      <Show
        when={!query.error()}
        fallback={
          <Problem
            title="The sub-agent's messages could not be loaded"
            message={explain(query.error())}
            retry={query.refetch}
          />
        }
      >
        <Show when={query.hasMore()}>
          <button
            type="button"
            class="button my-1 pointer-coarse:min-h-11"
            disabled={query.isLoadingMore()}
            onClick={() => void query.loadMore()}
          >
            {query.isLoadingMore() ? "Loading…" : "Show older messages"}
          </button>
        </Show>
        <Show
          when={entries().length > 0}
          fallback={
            <p class="text-sm text-ink-3">{query.isPending() ? "Loading…" : "It has said nothing."}</p>
          }
        >
          <Keyed each={entries()} by={(entry) => entry.key}>
            {(entry) => <EntryView entry={entry()} session={props.session} />}
          </Keyed>
        </Show>
      </Show>
    </section>
  );
}
