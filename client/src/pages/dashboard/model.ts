import { useNavigate } from "@solidjs/router";
import { createMemo, createSignal } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { promptFor, startAgent } from "../../actions/agents.ts";
import { createDoings } from "../../actions/doings.ts";
import { quickAdd, updateTaskById } from "../../actions/tasks.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { itemsOf } from "../../api/pages.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { showToast } from "../../shell/toast.ts";
import { AT_WORK } from "../../ui/at-work.ts";

const next = <C>(page: { nextCursor: C }) => page.nextCursor;

export function createDashboard() {
  const navigate = useNavigate();
  const status = createQuery(() => api.system.status.queryOptions());
  const counts = createQuery(() => api.tasks.counts.queryOptions());
  const open = createPagedQuery(() =>
    api.tasks.list.infiniteQueryOptions({ status: ["in_progress", "todo"], sort: "due", limit: 8 }, { next }),
  );
  // The shell asks for the same list: one key, one request.
  const active = createPagedQuery(() =>
    api.agents.list.infiniteQueryOptions({ status: AT_WORK, limit: 20 }, { next }),
  );
  const recent = createPagedQuery(() =>
    api.agents.list.infiniteQueryOptions(
      { status: ["completed", "failed", "interrupted"], sort: "updated", limit: 6 },
      { next },
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

  const [isStarting, setStarting] = createSignal(false);
  async function start(task: Task): Promise<void> {
    if (isStarting()) return;
    setStarting(true);
    try {
      const session = await startAgent({ prompt: promptFor(task), taskId: task.id });
      navigate(`/agents/${session.id}`);
    } catch (error) {
      showToast({ message: `No agent started: ${explain(error)}`, kind: "error" });
    } finally {
      setStarting(false);
    }
  }
  async function create(title: string): Promise<boolean> {
    try {
      await quickAdd(title);
      return true;
    } catch (error) {
      showToast({ message: `Not created: ${explain(error)}`, kind: "error" });
      return false;
    }
  }

  return {
    warnings: createMemo(() => status.data()?.warnings ?? []),
    isReady: createMemo(() => [counts, open, active, recent].every((query) => query.data() !== undefined)),
    error: createMemo(() => failed()?.error()),
    retry: () => all.forEach((query) => query.refetch()),
    waiting: createMemo(() => activeSessions().filter((session) => session.status === "waiting")),
    atWork: createMemo(() => activeSessions().filter((session) => session.status !== "waiting")),
    doing: createDoings(),
    recent: recentSessions,
    tasks: createMemo(() => itemsOf(open.data())),
    openCount: createMemo(() => (counts.data()?.todo ?? 0) + (counts.data()?.in_progress ?? 0)),
    hasTasks: createMemo(() => taskTotal() > 0),
    hasSessions: createMemo(() => activeSessions().length + recentSessions().length > 0),
    create,
    start: (task: Task) => void start(task),
    isStarting,
    finish: (task: Task) => updateTaskById(task.id, { status: "done" }),
  };
}
export type DashboardModel = ReturnType<typeof createDashboard>;
