import type { Session, StartSession } from "../../../shared/session.ts";
import type { Task } from "../../../shared/task.ts";
import { applySessionChange } from "../api/feed-cache.ts";
import { newId } from "../api/ids.ts";
import { api } from "../api/options.ts";

export const promptFor = (task: Task): string => `Work on task #${task.number}: ${task.title}`;

/** A double click, or an answer that got lost on the way, starts one agent and not two. */
export async function startAgent(input: StartSession): Promise<Session> {
  const session = await api.agents.start.mutate({ idempotencyKey: newId(), ...input });
  applySessionChange(session);
  return session;
}
