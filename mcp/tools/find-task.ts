import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { Id } from "../../shared/ids.ts";
import { taskNumberIn, type Task } from "../../shared/task.ts";

/** A refinement, so that no pattern of a UUID stands in every agent's prompt. */
export const TaskRef = z
  .union([z.string(), z.number()])
  .refine(
    (ref) => taskNumberIn(String(ref)) !== undefined || Id.safeParse(ref).success,
    "must be the id of a task or its number, such as 12; list_tasks shows both",
  )
  .describe("The task's id, or its number such as 12");
export type TaskRef = z.infer<typeof TaskRef>;

/** @throws NOT_FOUND of Porter's when there is no such task */
export function findTask(client: PorterClient, ref: TaskRef): Promise<Task> {
  const number = taskNumberIn(String(ref));
  return client.tasks.get.query(number === undefined ? { id: String(ref) } : { number });
}

export const LOOK_IT_UP = "Use list_tasks to find the task; it may have been removed.";
