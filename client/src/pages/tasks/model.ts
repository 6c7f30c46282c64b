import { useLocation, useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createMemo, createSignal } from "solid-js";
import type { Task, TaskStatus, UpdateTask } from "../../../../shared/task.ts";
import { promptFor, startAgent } from "../../actions/agents.ts";
import { createTask, removeTask, updateTaskById } from "../../actions/tasks.ts";
import { explain } from "../../api/errors.ts";
import { findTask } from "../../api/feed-cache.ts";
import { api } from "../../api/options.ts";
import { itemsOf } from "../../api/pages.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { showToast } from "../../shell/toast.ts";
import { statuses } from "../../ui/task-words.ts";
import { isFiltered, readFilters, type Filters } from "./filters.ts";

const PAGE = 100;

export function createTasksModel() {
  const params = useParams<{ id?: string }>();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const location = useLocation();

  const filters = createMemo(() => readFilters(search));
  const setFilters = (next: Partial<Record<keyof Filters, string | undefined>>) => {
    const { query, ...rest } = next;
    setSearch({ ...rest, ...("query" in next && { q: query }) }, { replace: true });
  };
  const clearFilters = () =>
    setFilters({ query: undefined, status: undefined, priority: undefined, tag: undefined });

  const [opened, setOpened] = createSignal<Partial<Record<TaskStatus, boolean>>>({});
  const isOpen = (status: TaskStatus) =>
    opened()[status] ?? (status === "todo" || status === "in_progress" || isFiltered(filters()));
  const toggleGroup = (status: TaskStatus) => setOpened((all) => ({ ...all, [status]: !isOpen(status) }));

  const counts = createQuery(() => api.tasks.counts.queryOptions());
  const groups = statuses.map((status) => {
    const query = createPagedQuery(() => {
      const { query: text, priority, tag, status: only } = filters();
      const wanted = text.trim();
      const input = {
        status,
        limit: PAGE,
        ...(wanted && { query: wanted }),
        ...(priority && { priority }),
        ...(tag && { tag }),
      };
      return {
        ...api.tasks.list.infiniteQueryOptions(input, { next: (page) => page.nextCursor }),
        enabled: (only === undefined || only === status) && isOpen(status),
        keepPrevious: true,
      };
    });
    const items = createMemo(() => itemsOf(query.data()));
    const count = createMemo(() => {
      if (!isFiltered(filters())) return counts.data()?.[status] ?? items().length;
      return query.hasMore() ? `${items().length}+` : items().length;
    });
    const isShown = createMemo(() => {
      const { status: only } = filters();
      if (only !== undefined) return only === status;
      return status === "todo" || count() !== 0 || query.error() !== null;
    });
    return { status, query, items, isShown, count, isOpen: () => isOpen(status) };
  });
  const shownGroups = createMemo(() => groups.filter((group) => group.isShown()));
  const failed = createMemo(() => shownGroups().find((group) => group.query.error() && !group.query.data()));
  const total = createMemo(() => statuses.reduce((sum, status) => sum + (counts.data()?.[status] ?? 0), 0));
  const nothingFound = createMemo(
    () =>
      isFiltered(filters()) &&
      shownGroups().every(
        (group) => !group.isOpen() || (group.items().length === 0 && !group.query.isFetching()),
      ),
  );

  const taskId = createMemo(() => params.id);
  const detail = createQuery(() => ({
    ...api.tasks.get.queryOptions({ id: taskId() ?? "" }),
    enabled: taskId() !== undefined,
  }));
  const task = createMemo((): Task | undefined => {
    const id = taskId();
    if (id === undefined) return undefined;
    // The row that was pressed has it already; the panel need not wait for the server.
    return detail.data() ?? (detail.error() ? undefined : findTask(id));
  });
  const sessions = createPagedQuery(() => ({
    ...api.agents.list.infiniteQueryOptions(
      { taskId: taskId() ?? "", limit: 20 },
      { next: (page) => page.nextCursor },
    ),
    enabled: taskId() !== undefined,
  }));
  const recent = createPagedQuery(() =>
    api.agents.list.infiniteQueryOptions(
      { sort: "updated", limit: 100 },
      { next: (page) => page.nextCursor },
    ),
  );
  const titles = createMemo(() => new Map(itemsOf(recent.data()).map(({ id, title }) => [id, title])));

  const hrefOf = (id: string) => `/tasks/${id}${location.search}`;
  const close = () => navigate(`/tasks${location.search}`, { scroll: false });

  async function create(title: string): Promise<boolean> {
    try {
      await createTask({ title });
      return true;
    } catch (error) {
      showToast({ message: `Not created: ${explain(error)}`, kind: "error" });
      return false;
    }
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
    clearFilters,
    groups: shownGroups,
    toggleGroup,
    failed,
    total,
    isEmpty: createMemo(() => counts.data() !== undefined && total() === 0),
    nothingFound,
    taskId,
    task,
    detail,
    sessions: createMemo(() => itemsOf(sessions.data())),
    titleOf: (id: string) => titles().get(id),
    hrefOf,
    close,
    create,
    change: (id: string, patch: Omit<UpdateTask, "id">) => updateTaskById(id, patch),
    remove: (of: Task) => {
      if (taskId() === of.id) close();
      void removeTask(of);
    },
    start: (of: Task, prompt?: string) => void start(of, prompt),
    starting,
  };
}
export type TasksModel = ReturnType<typeof createTasksModel>;
export type TaskGroup = ReturnType<TasksModel["groups"]>[number];
