import { createMemo, createSignal, type Accessor } from "solid-js";
import type { Task, TaskStatus } from "../../../../shared/task.ts";
import { api } from "../../api/options.ts";
import { byCursor, itemsOf } from "../../api/pages.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { now } from "../../ui/now.ts";
import { statuses } from "../../ui/task-words.ts";
import { isFiltered, toTaskFilter, type Filters } from "./filters.ts";

const PAGE = 100;
const OPEN: readonly TaskStatus[] = ["in_progress", "todo"];

/** The tasks by status, page by page, under the filters of the address. */
export function createListModel(filters: Accessor<Filters>) {
  const [toggled, setToggled] = createSignal<Partial<Record<TaskStatus, boolean>>>({});
  const isOpen = (status: TaskStatus) =>
    toggled()[status] ?? (filters().board || OPEN.includes(status) || isFiltered(filters()));
  const toggleGroup = (status: TaskStatus) => setToggled((all) => ({ ...all, [status]: !isOpen(status) }));

  const today = createMemo(
    () => new Date(now().getFullYear(), now().getMonth(), now().getDate()),
    undefined,
    { equals: (a, b) => a.getTime() === b.getTime() },
  );
  const filter = createMemo(() => toTaskFilter(filters(), today()));
  /** What is closed is not due any more. */
  const wanted = createMemo((): readonly TaskStatus[] => {
    const { status, due } = filters();
    if (status.length > 0) return status;
    return due === undefined || due === "none" ? statuses : OPEN;
  });

  const counts = createQuery(() => ({ ...api.tasks.counts.queryOptions(filter()), keepPrevious: true }));
  const totals = createQuery(() => api.tasks.counts.queryOptions({}));
  const total = createMemo(() => {
    const all = totals.data();
    return all && statuses.reduce((sum, status) => sum + all[status], 0);
  });

  const groups = statuses.map((status) => {
    const query = createPagedQuery(() => ({
      ...api.tasks.list.infiniteQueryOptions(
        { ...filter(), status, sort: filters().sort, limit: PAGE },
        byCursor,
      ),
      enabled: wanted().includes(status) && isOpen(status),
      keepPrevious: true,
    }));
    const items = createMemo(() => itemsOf(query.data()));
    const count = createMemo(() => Math.max(counts.data()?.[status] ?? 0, items().length));
    const isShown = createMemo(() => {
      if (!wanted().includes(status)) return false;
      return filters().board || status === "todo" || count() > 0 || Boolean(query.error());
    });
    const more = () => {
      if (query.hasMore() && !query.isFetching()) void query.loadMore();
    };
    return { status, query, items, isShown, count, more, isOpen: () => isOpen(status) };
  });

  const shown = createMemo(() => groups.filter((group) => group.isShown()));
  const rows = createMemo((): Task[] => shown().flatMap((group) => (group.isOpen() ? group.items() : [])));
  const byId = createMemo(() => new Map(rows().map((task) => [task.id, task])));

  return {
    groups: shown,
    toggleGroup,
    /** All loaded rows of open groups, in the order in which they stand. */
    rows,
    ids: createMemo(() => rows().map(({ id }) => id)),
    find: (id: string) => byId().get(id),
    itemsIn: (status: TaskStatus) =>
      shown()
        .find((group) => group.status === status)
        ?.items() ?? [],
    failed: createMemo(() => shown().find((group) => group.query.error() && !group.query.data())),
    retry: () => groups.forEach((group) => group.query.refetch()),
    isEmpty: createMemo(() => total() === 0 && rows().length === 0),
    nothingFound: createMemo(
      () =>
        isFiltered(filters()) &&
        shown().every((group) => group.items().length === 0 && !group.query.isFetching()),
    ),
  };
}
type ListModel = ReturnType<typeof createListModel>;
export type TaskGroup = ReturnType<ListModel["groups"]>[number];
