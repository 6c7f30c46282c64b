import type { PorterClient } from "../client/sdk/client.ts";
import { codeOf } from "./explain.ts";
import type { Session } from "../shared/session.ts";
import { TaskStatus, type Task } from "../shared/task.ts";

/** So many at most, of the 100 that a completion may have (MCP 2025-11-25, Completion). */
const MOST = 20;
/** Among so many open tasks, the newest, a number is looked for by its beginning. */
const SEARCHED = 200;
/** What Porter searches for. */
const LONGEST = 500;

/** Open tasks whose numbers begin so, or by the words of the title, description and tags. */
export async function findTasks(client: PorterClient, typed: string): Promise<Task[]> {
  const text = typed.trim().slice(0, LONGEST);
  const digits = /^#?(\d*)$/.exec(text)?.[1];
  const open = { status: ["todo" as const, "in_progress" as const] };
  if (digits === undefined)
    return (await client.tasks.list.query({ ...open, query: text, limit: MOST })).items;
  const { items } = await client.tasks.list.query({ ...open, limit: SEARCHED });
  return items.filter(({ number }) => String(number).startsWith(digits)).slice(0, MOST);
}

/** The newest by their titles and prompts, or the beginning of their ids. None for who may not see them. */
export async function findSessions(client: PorterClient, typed: string): Promise<Session[]> {
  const query = typed.trim().slice(0, LONGEST);
  try {
    const { items } = await client.agents.list.query({ ...(query !== "" && { query }), limit: MOST });
    return items;
  } catch (error) {
    if (codeOf(error) === "FORBIDDEN") return [];
    throw error;
  }
}

export const completeStatus = (typed = ""): TaskStatus[] =>
  TaskStatus.options.filter((status) => status.startsWith(typed.trim().toLowerCase()));

export async function completeTag(client: PorterClient, typed = ""): Promise<string[]> {
  const beginning = typed.trim().toLowerCase().replace(/^#/, "");
  const { items } = await client.tasks.tags.query();
  return items
    .map(({ tag }) => tag)
    .filter((tag) => tag.startsWith(beginning))
    .slice(0, MOST);
}
