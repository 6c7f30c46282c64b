import { useLocation, useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createEffect, createMemo, on } from "solid-js";
import { createStartOnTask } from "../../actions/agents.ts";
import { addTask, removeTasks, updateTasks } from "../../actions/tasks.ts";
import { findTask } from "../../api/feed-cache.ts";
import { api } from "../../api/options.ts";
import { byCursor, itemsOf } from "../../api/pages.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { isFiltered, NO_FILTERS, readFilters, toSearch, type Filters } from "./filters.ts";
import { createListModel } from "./list-model.ts";
import { createOpened } from "./opened.ts";
import { createSelection } from "./selection.ts";

export function createTasksModel() {
  const params = useParams<{ id?: string }>();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const location = useLocation();

  const filters = createMemo(() => readFilters(search));
  const setFilters = (next: Partial<Filters>) => setSearch(toSearch(next), { replace: true, scroll: false });

  const list = createListModel(filters);
  const selection = createSelection(list.ids, (id) => list.find(id) !== undefined);
  createEffect(on(list.ids, selection.prune, { defer: true }));
  const opened = createOpened(createMemo(() => params.id));
  const tags = createQuery(() => api.tasks.tags.queryOptions());
  const recent = createPagedQuery(() =>
    api.agents.list.infiniteQueryOptions({ sort: "updated", limit: 100 }, byCursor),
  );
  const titles = createMemo(() => new Map(itemsOf(recent.data()).map(({ id, title }) => [id, title])));

  const hrefOf = (id: string) => `/tasks/${id}${location.search}`;
  const close = () => navigate(`/tasks${location.search}`, { scroll: false });

  /** A new task is what the list is filtered to, so that it can be seen in it. */
  const create = (text: string): Promise<boolean> => {
    const { tag, priority } = filters();
    return addTask(text, {
      ...(tag.length > 0 && { tags: tag }),
      ...(priority.length === 1 && priority[0] && { priority: priority[0] }),
    });
  };

  function remove(ids: readonly string[]): void {
    if (params.id !== undefined && ids.includes(params.id)) close();
    selection.clear();
    void removeTasks(ids);
  }

  return {
    filters,
    setFilters,
    isFiltered: createMemo(() => isFiltered(filters())),
    clearFilters: () => setFilters(NO_FILTERS),
    tags: createMemo(() => tags.data()?.items ?? []),
    list,
    selection,
    opened,
    titleOf: (id: string) => titles().get(id),
    /** As far as some list has it: for the name of a parent beside its subtask. */
    findLoaded: (id: string) => list.find(id) ?? findTask(id),
    hrefOf,
    open: (id: string) => navigate(hrefOf(id), { scroll: false }),
    close,
    create,
    canMove: createMemo(() => filters().sort === "manual"),
    change: updateTasks,
    remove,
    ...createStartOnTask(),
  };
}
export type TasksModel = ReturnType<typeof createTasksModel>;
