import Search from "lucide-solid/icons/search";
import X from "lucide-solid/icons/x";
import { For, Show } from "solid-js";
import { priorities, priorityWords, statuses, statusWords } from "../../ui/task-words.ts";
import { isFiltered, type Filters } from "./filters.ts";

export function FilterBar(props: {
  filters: Filters;
  set: (next: Partial<Record<keyof Filters, string | undefined>>) => void;
  clear: () => void;
}) {
  return (
    <search class="mt-3 flex flex-wrap items-center gap-2">
      <div class="relative min-w-[11rem] flex-1 max-sm:basis-full">
        <Search
          size={15}
          class="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-3"
          aria-hidden="true"
        />
        <input
          type="search"
          data-search
          aria-label="Search tasks"
          placeholder="Search"
          class="field !pl-9"
          value={props.filters.query}
          onInput={(event) => props.set({ query: event.currentTarget.value || undefined })}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            props.set({ query: undefined });
            event.currentTarget.blur();
          }}
        />
      </div>
      <select
        aria-label="Status"
        class="field sm:!w-auto max-sm:flex-1"
        value={props.filters.status ?? ""}
        onChange={(event) => props.set({ status: event.currentTarget.value || undefined })}
      >
        <option value="">Any status</option>
        <For each={statuses}>{(status) => <option value={status}>{statusWords[status]}</option>}</For>
      </select>
      <select
        aria-label="Priority"
        class="field sm:!w-auto max-sm:flex-1"
        value={props.filters.priority ?? ""}
        onChange={(event) => props.set({ priority: event.currentTarget.value || undefined })}
      >
        <option value="">Any priority</option>
        <For each={priorities}>
          {(priority) => <option value={priority}>{priorityWords[priority]}</option>}
        </For>
      </select>
      <Show when={props.filters.tag}>
        {(tag) => (
          <button
            type="button"
            class="button"
            aria-label={`Remove the tag filter ${tag()}`}
            onClick={() => props.set({ tag: undefined })}
          >
            #{tag()} <X size={14} aria-hidden="true" />
          </button>
        )}
      </Show>
      <Show when={isFiltered(props.filters)}>
        <button type="button" class="button" data-kind="quiet" onClick={() => props.clear()}>
          Clear
        </button>
      </Show>
    </search>
  );
}
