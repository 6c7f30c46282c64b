import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { Id } from "../../shared/ids.ts";
import type { Task } from "../../shared/task.ts";
import { ToolError } from "../explain.ts";

const PAGE = 200;

/** A refinement, so that no pattern of a UUID stands in every agent's prompt. */
export const TaskRef = z
  .union([z.string(), z.number()])
  .refine(
    (ref) => /^#?\d{1,9}$/.test(String(ref)) || Id.safeParse(ref).success,
    "must be the id of a task or its number, such as 12; list_tasks shows both",
  )
  .describe("The task's id, or its number such as 12");
export type TaskRef = z.infer<typeof TaskRef>;

/** @throws ToolError or a NOT_FOUND of Porter's when there is no such task */
export async function findTask(client: PorterClient, ref: TaskRef): Promise<Task> {
  const digits = /^#?(\d+)$/.exec(String(ref))?.[1];
  if (digits === undefined) return client.tasks.get.query({ id: String(ref) });
  const number = Number(digits);
  let cursor: string | undefined;
  do {
    // In the order of their numbers, from the latest.
    const page = await client.tasks.list.query({ sort: "created", limit: PAGE, cursor });
    const found = page.items.find((task) => task.number <= number);
    if (found) {
      if (found.number === number) return found;
      break;
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  throw new ToolError(`There is no task #${number}. ${LOOK_IT_UP}`);
}

export const LOOK_IT_UP = "Use list_tasks to find the task; it may have been removed.";
