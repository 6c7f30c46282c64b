import Search from "lucide-solid/icons/search";
import { For, Show } from "solid-js";
import { sessionWord } from "../../ui/lamp.tsx";
import type { AgentsModel } from "./model.ts";

export function SessionFilter(props: { model: AgentsModel }) {
  return (
    <search class="mt-4 flex flex-wrap items-center gap-2">
      <div class="relative min-w-[11rem] flex-1">
        <Search
          size={15}
          class="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-3"
          aria-hidden="true"
        />
        <input
          type="search"
          data-search
          aria-label="Search sessions"
          placeholder="Search"
          class="field !pl-9"
          value={props.model.query()}
          onInput={(event) => props.model.setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            props.model.setQuery("");
            event.currentTarget.blur();
          }}
        />
      </div>
      <select
        aria-label="Status"
        class="field !w-auto"
        value={props.model.status() ?? ""}
        onChange={(event) => props.model.setStatus(event.currentTarget.value)}
      >
        <option value="">Any status</option>
        <For each={props.model.statuses}>
          {(status) => <option value={status}>{sessionWord(status)}</option>}
        </For>
      </select>
      <Show when={props.model.isFiltered()}>
        <button type="button" class="button" data-kind="quiet" onClick={() => props.model.clear()}>
          Clear
        </button>
      </Show>
    </search>
  );
}
