import type { TaskPriority, TaskStatus } from "../../../../shared/task.ts";
import { isPriority, isStatus } from "../../ui/task-words.ts";

/** What the list shows, as it stands in the address: `?q=rent&status=todo&priority=high&tag=home`. */
export type Filters = { query: string; status?: TaskStatus; priority?: TaskPriority; tag?: string };

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? "";

export function readFilters(search: Record<string, string | string[] | undefined>): Filters {
  const status = one(search["status"]);
  const priority = one(search["priority"]);
  const tag = one(search["tag"]).replace(/^#+/, "").toLowerCase().slice(0, 50);
  return {
    query: one(search["q"]).slice(0, 500),
    ...(isStatus(status) && { status }),
    ...(isPriority(priority) && { priority }),
    ...(tag !== "" && { tag }),
  };
}

export const isFiltered = ({ query, status, priority, tag }: Filters): boolean =>
  query.trim() !== "" || status !== undefined || priority !== undefined || tag !== undefined;
