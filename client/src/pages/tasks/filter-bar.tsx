import Columns from "lucide-solid/icons/columns-3";
import List from "lucide-solid/icons/list";
import SlidersHorizontal from "lucide-solid/icons/sliders-horizontal";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import { SearchField } from "../../ui/search-field.tsx";
import { PickMany } from "../../ui/pick-many.tsx";
import {
  isPriority,
  isStatus,
  priorities,
  priorityWords,
  statuses,
  statusWords,
} from "../../ui/task-words.ts";
import { DUES, dueWords, sorts, sortWords, type Filters } from "./filters.ts";
import type { TasksModel } from "./model.ts";

const statusChoices = statuses.map((value) => ({ value, words: statusWords[value] }));
const priorityChoices = priorities.map((value) => ({ value, words: priorityWords[value] }));

export function FilterBar(props: { model: TasksModel }) {
  const { model } = props;
  const filters = () => model.filters();
  const set = (next: Partial<Filters>) => model.setFilters(next);
  /** On a phone the filters are folded away until they are asked for. */
  const [isUnfolded, setUnfolded] = createSignal(false);
  const id = createUniqueId();
  return (
    <search class="flex flex-wrap items-center gap-2">
      <SearchField
        label="Search tasks"
        placeholder="Search titles, descriptions, tags"
        value={filters().query}
        change={(query) => set({ query })}
      />
      <button
        type="button"
        class={`icon-button sm:!hidden ${model.isFiltered() ? "!text-brass" : ""}`}
        aria-label={model.isFiltered() ? "Filters, some are set" : "Filters"}
        aria-expanded={isUnfolded()}
        aria-controls={id}
        onClick={() => setUnfolded(!isUnfolded())}
      >
        <SlidersHorizontal size={17} aria-hidden="true" />
      </button>
      <div
        id={id}
        class={`flex flex-wrap items-center gap-2 max-sm:basis-full sm:contents ${isUnfolded() ? "" : "max-sm:hidden"}`}
      >
        <PickMany
          name="Status"
          choices={statusChoices}
          picked={filters().status}
          change={(picked) => set({ status: picked.filter(isStatus) })}
        />
        <PickMany
          name="Priority"
          choices={priorityChoices}
          picked={filters().priority}
          change={(picked) => set({ priority: picked.filter(isPriority) })}
        />
        <PickMany
          name="Tags"
          choices={model.tags().map(({ tag, count }) => ({ value: tag, words: tag, note: String(count) }))}
          picked={filters().tag}
          change={(tag) => set({ tag })}
          empty="No task has a tag yet."
        />
        <select
          aria-label="Due"
          class="field !w-auto max-sm:flex-1"
          value={filters().due ?? ""}
          onChange={({ currentTarget: { value } }) => set({ due: DUES.find((due) => due === value) })}
        >
          <option value="">Any due date</option>
          <For each={DUES}>{(due) => <option value={due}>{dueWords[due]}</option>}</For>
        </select>
        <select
          aria-label="Sort by"
          class="field !w-auto max-sm:flex-1"
          value={filters().sort}
          onChange={({ currentTarget: { value } }) => {
            const sort = sorts.find((each) => each === value);
            if (sort) set({ sort });
          }}
        >
          <For each={sorts}>{(sort) => <option value={sort}>{sortWords[sort]}</option>}</For>
        </select>
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label={filters().board ? "Show as a list" : "Show as a board"}
        title={filters().board ? "Show as a list" : "Show as a board"}
        onClick={() => set({ board: !filters().board })}
      >
        <Show when={filters().board} fallback={<Columns size={16} aria-hidden="true" />}>
          <List size={17} aria-hidden="true" />
        </Show>
      </button>
      <Show when={isUnfolded() && !filters().board}>
        <button
          type="button"
          class="button md:!hidden"
          aria-pressed={model.selection.isChoosing()}
          onClick={() =>
            model.selection.isChoosing() ? model.selection.clear() : model.selection.setChoosing(true)
          }
        >
          Choose tasks
        </button>
      </Show>
      <Show when={model.isFiltered()}>
        <button type="button" class="button" data-kind="quiet" onClick={() => model.clearFilters()}>
          Clear
        </button>
      </Show>
    </search>
  );
}
