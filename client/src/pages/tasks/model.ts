import { useLocation, useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createEffect, createMemo, createSignal, on } from "solid-js";
import type { Task, TaskStatus } from "../../../../shared/task.ts";
import { promptFor, startAgent } from "../../actions/agents.ts";
import { moveTasks, quickAdd, removeTasks, updateTasks, type TaskPatch } from "../../actions/tasks.ts";
import { explain } from "../../api/errors.ts";
import { findTask } from "../../api/feed-cache.ts";
import { api } from "../../api/options.ts";
import { itemsOf } from "../../api/pages.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { showToast } from "../../shell/toast.ts";
import { createDetailModel } from "./detail-model.ts";
import { isFiltered, NO_FILTERS, readFilters, toSearch, type Filters } from "./filters.ts";
import { createListModel } from "./list-model.ts";
import type { Place } from "./positions.ts";
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
  const detail = createDetailModel(createMemo(() => params.id));
  const tags = createQuery(() => api.tasks.tags.queryOptions());
  const recent = createPagedQuery(() =>
    api.agents.list.infiniteQueryOptions(
      { sort: "updated", limit: 100 },
      { next: (page) => page.nextCursor },
    ),
  );
  const titles = createMemo(() => new Map(itemsOf(recent.data()).map(({ id, title }) => [id, title])));

  const hrefOf = (id: string) => `/tasks/${id}${location.search}`;
  const close = () => navigate(`/tasks${location.search}`, { scroll: false });

  /** A new task is what the list is filtered to, so that it can be seen in it. */
  async function create(text: string, status?: TaskStatus): Promise<boolean> {
    const { tag, priority } = filters();
    try {
      await quickAdd(text, {
        ...(status && { status }),
        ...(tag.length > 0 && { tags: tag }),
        ...(priority.length === 1 && priority[0] && { priority: priority[0] }),
      });
      return true;
    } catch (error) {
      showToast({ message: `Not created: ${explain(error)}`, kind: "error" });
      return false;
    }
  }

  const canMove = createMemo(() => filters().sort === "manual");
  async function move(ids: readonly string[], place: Place, status: TaskStatus): Promise<void> {
    const rows =
      list
        .groups()
        .find((group) => group.status === status)
        ?.items() ?? [];
    const inOrder = list.ids().filter((id) => ids.includes(id));
    if (inOrder.length === 0) return;
    // Nobody moves a task before the first paint.
    const { positionsAt } = await import("./positions.ts");
    await moveTasks({ ids: inOrder, status, ...place }, positionsAt(rows, place, inOrder));
  }

  /** Moves by one row within the group, as far as it goes. */
  function nudge(by: -1 | 1): void {
    const [id] = selection.targets();
    const task = id === undefined ? undefined : list.find(id);
    if (!task || !canMove()) return;
    const ids =
      list
        .groups()
        .find((group) => group.status === task.status)
        ?.items() ?? [];
    const chosen = selection.targets();
    const edge = ids.findIndex((row) => row.id === (by < 0 ? chosen[0] : chosen.at(-1)));
    const neighbour = ids[edge + by];
    if (neighbour)
      void move(chosen, by < 0 ? { before: neighbour.id } : { after: neighbour.id }, task.status);
  }

  function remove(ids: readonly string[]): void {
    if (params.id !== undefined && ids.includes(params.id)) close();
    selection.clear();
    void removeTasks(ids);
  }

  const [starting, setStarting] = createSignal<string>();
  async function start(of: Task, prompt = promptFor(of)): Promise<void> {
    if (starting() !== undefined) return;
    setStarting(of.id);
    try {
      const session = await startAgent({ prompt, taskId: of.id });
      navigate(`/agents/${session.id}`);
    } catch (error) {
      showToast({ message: `No agent started: ${explain(error)}`, kind: "error" });
    } finally {
      setStarting(undefined);
    }
  }

  return {
    filters,
    setFilters,
    isFiltered: createMemo(() => isFiltered(filters())),
    clearFilters: () => setFilters(NO_FILTERS),
    tags: createMemo(() => tags.data()?.items ?? []),
    list,
    selection,
    detail,
    titleOf: (id: string) => titles().get(id),
    /** As far as some list has it: for the name of a parent beside its subtask. */
    findLoaded: (id: string) => list.find(id) ?? findTask(id),
    hrefOf,
    open: (id: string) => navigate(hrefOf(id), { scroll: false }),
    close,
    create,
    canMove,
    move: (ids: readonly string[], place: Place, status: TaskStatus) => void move(ids, place, status),
    nudge,
    change: (ids: readonly string[], patchOf: (task: Task) => TaskPatch, undo?: string) =>
      updateTasks(ids, patchOf, undo),
    remove,
    start: (of: Task, prompt?: string) => void start(of, prompt),
    starting,
  };
}
export type TasksModel = ReturnType<typeof createTasksModel>;
