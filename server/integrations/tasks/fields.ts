import { z } from "zod";
import { CreateTask, taskNumberIn, TaskPriority, TaskStatus, type Task } from "../../../shared/task.ts";
import type { TaskTools } from "../contract.ts";
import { writeDue } from "./due.ts";

const { title, description, status, priority, tags } = CreateTask.shape;

/** What can be said about a task from outside of Porter; a due date is named differently by each way in. */
export const words = { title, description, status, priority, tags };

/** What an action tells about a task. */
export const TaskView = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  description: z.string(),
  status: TaskStatus,
  priority: TaskPriority,
  tags: z.array(z.string()),
  dueAt: z.string().nullable().describe("A day, or a moment with its offset"),
});

export function viewOf(task: Task, timeZone: string): z.output<typeof TaskView> {
  const { id, number, title, description, status, priority, tags, dueAt } = task;
  return {
    id,
    number,
    title,
    description,
    status,
    priority,
    tags,
    dueAt: dueAt && writeDue(dueAt, timeZone),
  };
}

/**
 * A task by its id, or by the number that people see.
 * @throws PorterError NOT_FOUND
 */
export function getTask(tasks: Pick<TaskTools, "getBy">, ref: string): Task {
  const number = taskNumberIn(ref);
  return tasks.getBy(number === undefined ? { id: ref } : { number });
}
