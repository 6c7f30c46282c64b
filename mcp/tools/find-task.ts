import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { Id } from "../../shared/ids.ts";
import { taskNumberIn, type Task } from "../../shared/task.ts";
import { toTaskDetails, type TaskDetails } from "./task-view.ts";

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

/** Of a task's subtasks, so many are shown. */
const SUBTASKS = 100;

/** A task with what hangs on it. */
export async function readTaskDetails(client: PorterClient, task: Task): Promise<TaskDetails> {
  const [subtasks, comments] = await Promise.all([
    client.tasks.list.query({ parentId: task.id, sort: "manual", limit: SUBTASKS }),
    client.comments.list.query({ taskId: task.id }),
  ]);
  return toTaskDetails(task, subtasks.items, comments.items);
}

export const LOOK_IT_UP = "Use list_tasks to find the task; it may have been removed.";
