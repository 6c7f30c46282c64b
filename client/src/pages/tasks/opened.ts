import { createMemo, type Accessor } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { findTask } from "../../api/feed-cache.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";

/** The task in the panel, as far as the page around it has to know it. */
export function createOpened(id: Accessor<string | undefined>) {
  const query = createQuery(() => ({
    ...api.tasks.get.queryOptions({ id: id() ?? "" }),
    enabled: id() !== undefined,
  }));
  const task = createMemo((): Task | undefined => {
    const given = id();
    if (given === undefined) return undefined;
    // The row that was pressed has it already; the panel need not wait for the server.
    return query.data() ?? (query.error() ? undefined : findTask(given));
  });
  return { id, task, query };
}
