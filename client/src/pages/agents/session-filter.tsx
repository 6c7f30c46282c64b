import Archive from "lucide-solid/icons/archive";
import { For, Show } from "solid-js";
import { SearchField } from "../../ui/search-field.tsx";
import { Lamp, sessionWord } from "../../ui/lamp.tsx";
import { SESSION_SORTS, SESSION_STATUSES, sortWords } from "./filters.ts";
import type { AgentsModel } from "./model.ts";

export function SessionFilter(props: { model: AgentsModel }) {
  const filters = () => props.model.filters();
  return (
    <search class="mt-4">
      <div class="flex items-center gap-2">
        <SearchField
          label="Search sessions"
          placeholder="Search prompts, titles, ids"
          value={props.model.filters().query}
          change={(query) => props.model.setQuery(query)}
        />
        <select
          aria-label="Order"
          class="field !w-auto"
          value={filters().sort}
          onChange={(event) => {
            const sort = SESSION_SORTS.find((each) => each === event.currentTarget.value);
            if (sort) props.model.setSort(sort);
          }}
        >
          <For each={SESSION_SORTS}>{(sort) => <option value={sort}>{sortWords[sort]}</option>}</For>
        </select>
      </div>
      <div class="-mx-4 mt-2 flex items-center gap-1.5 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:mx-0 sm:flex-wrap sm:px-0">
        <For each={SESSION_STATUSES}>
          {(status) => (
            <button
              type="button"
              class="chip"
              aria-pressed={filters().statuses.includes(status)}
              onClick={() => props.model.toggleStatus(status)}
            >
              <Lamp status={status} />
              {sessionWord(status)}
            </button>
          )}
        </For>
        <button
          type="button"
          class="chip"
          aria-pressed={filters().archived}
          onClick={() => props.model.toggleArchived()}
        >
          <Archive size={13} aria-hidden="true" />
          Archived
        </button>
        <Show when={props.model.isFiltered()}>
          <button type="button" class="button" data-kind="quiet" onClick={() => props.model.clear()}>
            Clear
          </button>
        </Show>
      </div>
    </search>
  );
}
