import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import type { Session, StartSession } from "../../../shared/session.ts";
import type { Task } from "../../../shared/task.ts";
import { explain } from "../api/errors.ts";
import { applySessionChange, findSession } from "../api/feed-cache.ts";
import { newId } from "../api/ids.ts";
import { api } from "../api/options.ts";
import { showToast } from "../shell/toast.ts";

export const promptFor = (task: Task): string => `Work on task #${task.number}: ${task.title}`;

/** A double click, or an answer that got lost on the way, starts one agent and not two. */
export async function startAgent(input: StartSession): Promise<Session> {
  const session = await api.agents.start.mutate({ idempotencyKey: newId(), ...input });
  if (!findSession(session.id)) applySessionChange(session);
  return session;
}

/** For a page of tasks: starts an agent on one of them, one at a time, and goes to where it works. */
export function createStartOnTask() {
  const navigate = useNavigate();
  const [starting, setStarting] = createSignal<string>();

  async function start(task: Task): Promise<void> {
    if (starting() !== undefined) return;
    setStarting(task.id);
    try {
      const session = await startAgent({ prompt: promptFor(task), taskId: task.id });
      navigate(`/agents/${session.id}`);
    } catch (error) {
      showToast({ message: `No agent started: ${explain(error)}`, kind: "error" });
    } finally {
      setStarting(undefined);
    }
  }

  return {
    /** The task that an agent is being started on. */
    starting,
    start: (task: Task) => void start(task),
  };
}

/** Changes what a session goes on with; shown at once, taken back when the server refuses it. */
export function steerSession(
  session: Session,
  change: Partial<Pick<Session, "model" | "effort" | "permissionMode">>,
): void {
  applySessionChange({ ...session, ...change });
  api.agents.steer.mutate({ id: session.id, ...change }).catch((error: unknown) => {
    applySessionChange(session);
    showToast({ message: `Not changed: ${explain(error)}`, kind: "error" });
  });
}
