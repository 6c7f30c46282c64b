import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { Cursor } from "../../shared/ids.ts";
import { TaskPriority, TaskStatus } from "../../shared/task.ts";
import type { Toolbox } from "../toolbox.ts";
import { findTask, LOOK_IT_UP, TaskRef } from "./find-task.ts";
import { TaskLine, TaskView, toTaskLine, toTaskView } from "./task-view.ts";

const DEFAULT_LIMIT = 20;

export function register(tools: Toolbox, client: PorterClient): void {
  tools.add({
    name: "list_tasks",
    title: "List tasks",
    description:
      'Lists tasks, newest first, with the beginning of their descriptions. Open tasks have the status "todo" or "in_progress". next_cursor is null on the last page.',
    kind: { readOnly: true },
    input: z.strictObject({
      status: z
        .union([TaskStatus, z.array(TaskStatus).min(1)])
        .optional()
        .describe("One status or several; all when left out"),
      query: z
        .string()
        .max(500)
        .optional()
        .describe("Words that must all occur in title, description or tags"),
      tag: z.string().max(50).optional(),
      priority: TaskPriority.optional(),
      limit: z.number().int().min(1).max(100).optional().describe(`${DEFAULT_LIMIT} when left out`),
      cursor: Cursor.optional().describe("next_cursor of the page before"),
    }),
    output: z.object({ tasks: z.array(TaskLine), next_cursor: z.string().nullable() }),
    run: async (input) => {
      const page = await client.tasks.list.query({ ...input, limit: input.limit ?? DEFAULT_LIMIT });
      return { tasks: page.items.map(toTaskLine), next_cursor: page.nextCursor };
    },
  });

  tools.add({
    name: "get_task",
    title: "Read a task",
    description: "Reads one task with its whole description.",
    kind: { readOnly: true },
    input: z.strictObject({ id: TaskRef }),
    output: z.object({ task: TaskView }),
    hints: { NOT_FOUND: LOOK_IT_UP },
    run: async ({ id }) => ({ task: toTaskView(await findTask(client, id)) }),
  });
}
