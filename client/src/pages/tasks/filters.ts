import type { TaskFilter, TaskPriority, TaskSort, TaskStatus } from "../../../../shared/task.ts";
import { isPriority, isStatus } from "../../ui/task-words.ts";

export const DUES = ["overdue", "today", "week", "none"] as const;
type DueFilter = (typeof DUES)[number];
export const dueWords: Record<DueFilter, string> = {
  overdue: "Overdue",
  today: "Until today",
  week: "Next 7 days",
  none: "No due date",
};

export const sortWords: Record<TaskSort, string> = {
  manual: "My order",
  due: "Due date",
  priority: "Priority",
  updated: "Last change",
  created: "Newest",
};
// Object.keys forgets the key type of a Record.
export const sorts = Object.keys(sortWords) as TaskSort[];

/** What the page shows, as it stands in the address: `?q=rent&status=todo,done&priority=high&tag=home&due=week`. */
export type Filters = {
  query: string;
  status: TaskStatus[];
  priority: TaskPriority[];
  tag: string[];
  due: DueFilter | undefined;
  sort: TaskSort;
  board: boolean;
};

type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? "";
const many = (value: string | string[] | undefined): string[] => [
  ...new Set(one(value).split(",").filter(Boolean)),
];
const isDue = (value: string): value is DueFilter => (DUES as readonly string[]).includes(value);
const isSort = (value: string): value is TaskSort => Object.hasOwn(sortWords, value);

export function readFilters(search: Search): Filters {
  const due = one(search["due"]);
  const sort = one(search["sort"]);
  return {
    query: one(search["q"]).slice(0, 500),
    status: many(search["status"]).filter(isStatus),
    priority: many(search["priority"]).filter(isPriority),
    tag: many(search["tag"])
      .map((tag) => tag.replace(/^#+/, "").toLowerCase().slice(0, 50))
      .filter((tag) => tag !== ""),
    due: isDue(due) ? due : undefined,
    sort: isSort(sort) ? sort : "manual",
    board: one(search["view"]) === "board",
  };
}

const list = (values: readonly string[]): string | undefined =>
  values.length > 0 ? values.join(",") : undefined;

/** The parts of the address that a change of the filters sets; undefined takes one away. */
export function toSearch(next: Partial<Filters>): Record<string, string | undefined> {
  const search: Record<string, string | undefined> = {};
  if (next.query !== undefined) search["q"] = next.query || undefined;
  if (next.status) search["status"] = list(next.status);
  if (next.priority) search["priority"] = list(next.priority);
  if (next.tag) search["tag"] = list(next.tag);
  if ("due" in next) search["due"] = next.due;
  if (next.sort) search["sort"] = next.sort === "manual" ? undefined : next.sort;
  if (next.board !== undefined) search["view"] = next.board ? "board" : undefined;
  return search;
}

/**
 * The address that shows this, without what the page does not know. In one order of keys, so that the same filters are
 * the same view.
 */
export function pathOf(filters: Filters): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(toSearch(filters)))
    if (value !== undefined) search.set(key, value);
  return search.size > 0 ? `/tasks?${search}` : "/tasks";
}

/** @param path what `pathOf` made, or another's of the kind: a saved view may be older than the page. */
export function filtersAt(path: string): Filters {
  const { searchParams } = new URL(path, "http://porter");
  return readFilters(
    Object.fromEntries([...searchParams.keys()].map((key) => [key, searchParams.getAll(key)])),
  );
}

export const NO_FILTERS = {
  query: "",
  status: [],
  priority: [],
  tag: [],
  due: undefined,
} satisfies Partial<Filters>;

export const isFiltered = ({ query, status, priority, tag, due }: Filters): boolean =>
  query.trim() !== "" || status.length + priority.length + tag.length > 0 || due !== undefined;

function dueRange(due: DueFilter, now: Date): NonNullable<TaskFilter["due"]> {
  if (due === "none") return "none";
  const day = (offset: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset);
  const before = { overdue: day(0), today: day(1), week: day(8) }[due];
  return { before };
}

/** What the server is asked for; the status is each group's own. */
export function toTaskFilter({ query, priority, tag, due }: Filters, now: Date): TaskFilter {
  const text = query.trim();
  return {
    ...(text && { query: text }),
    ...(priority.length > 0 && { priority }),
    ...(tag.length > 0 && { tag }),
    ...(due && { due: dueRange(due, now) }),
  };
}
