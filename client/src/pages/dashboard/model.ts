import { createMemo } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { createStartOnTask } from "../../actions/agents.ts";
import { createDoings } from "../../actions/doings.ts";
import { createRepairs } from "../../actions/repairs.ts";
import { createSessionsAtWork } from "../../actions/sessions-at-work.ts";
import { addTask, updateTaskById } from "../../actions/tasks.ts";
import { api } from "../../api/options.ts";
import { byCursor, itemsOf } from "../../api/pages.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { createDays } from "./days-model.ts";

export function createDashboard() {
  const status = createQuery(() => api.system.status.queryOptions());
  const counts = createQuery(() => api.tasks.counts.queryOptions());
  const open = createPagedQuery(() =>
    api.tasks.list.infiniteQueryOptions({ status: ["in_progress", "todo"], sort: "due", limit: 8 }, byCursor),
  );
  const active = createSessionsAtWork();
  const days = createDays();
  const repairs = createRepairs();
  const recent = createPagedQuery(() =>
    api.agents.list.infiniteQueryOptions(
      { status: ["completed", "failed", "interrupted"], sort: "updated", limit: 6 },
      byCursor,
    ),
  );

  const activeSessions = createMemo(() => itemsOf(active.data()));
  const recentSessions = createMemo(() => itemsOf(recent.data()));
  const taskTotal = createMemo(() =>
    Object.values(counts.data() ?? {}).reduce((sum, count) => sum + count, 0),
  );
  const all = [status, counts, open, active, recent];
  const failed = createMemo(() =>
    [counts, open, active, recent].find((query) => query.error() && !query.data()),
  );

  const { starting, start } = createStartOnTask();

  return {
    /** Without those of integrations: they are repairs, which come live and lead to what mends them. */
    warnings: createMemo(
      () => status.data()?.warnings.filter(({ subject }) => !subject.startsWith("integrations.")) ?? [],
    ),
    repairs: createMemo(() => repairs.data()?.items ?? []),
    isReady: createMemo(
      () => days.isReady() && [counts, open, active, recent].every((query) => query.data() !== undefined),
    ),
    error: createMemo(() => failed()?.error()),
    retry: () => all.forEach((query) => query.refetch()),
    days,
    waiting: createMemo(() => activeSessions().filter((session) => session.status === "waiting")),
    atWork: createMemo(() => activeSessions().filter((session) => session.status !== "waiting")),
    doing: createDoings(),
    recent: recentSessions,
    tasks: createMemo(() => itemsOf(open.data())),
    openCount: createMemo(() => (counts.data()?.todo ?? 0) + (counts.data()?.in_progress ?? 0)),
    hasTasks: createMemo(() => taskTotal() > 0),
    hasSessions: createMemo(() => activeSessions().length + recentSessions().length > 0),
    create: (title: string) => addTask(title),
    start: (task: Task) => start(task),
    isStarting: () => starting() !== undefined,
    change: updateTaskById,
  };
}
export type DashboardModel = ReturnType<typeof createDashboard>;
