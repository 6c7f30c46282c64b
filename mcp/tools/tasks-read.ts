import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { Cursor } from "../../shared/ids.ts";
import { TaskPriority, TaskStatus } from "../../shared/task.ts";
import { DueAt, parseDue } from "../dates.ts";
import type { Toolbox } from "../toolbox.ts";
import { findTask, LOOK_IT_UP, readTaskDetails, TaskRef } from "./find-task.ts";
import { TaskDetails, TaskLine, toTaskLine } from "./task-view.ts";

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
        .describe("Each word must begin a word of the title, description or tags"),
      tag: z.string().max(50).optional(),
      due_before: DueAt.optional().describe("A day or a moment; tasks due earlier"),
      parent_id: TaskRef.optional().describe("Its subtasks"),
      priority: TaskPriority.optional(),
      limit: z.number().int().min(1).max(100).optional().describe(`${DEFAULT_LIMIT} when left out`),
      cursor: Cursor.optional().describe("next_cursor of the page before"),
    }),
    output: z.object({ tasks: z.array(TaskLine), next_cursor: z.string().nullable() }),
    hints: { NOT_FOUND: LOOK_IT_UP },
    run: async ({ due_before, parent_id, ...input }) => {
      const before = parseDue(due_before);
      const parent = parent_id === undefined ? undefined : await findTask(client, parent_id);
      const page = await client.tasks.list.query({
        ...input,
        due: before && { before },
        parentId: parent?.id,
        limit: input.limit ?? DEFAULT_LIMIT,
      });
      return { tasks: page.items.map(toTaskLine), next_cursor: page.nextCursor };
    },
  });

  tools.add({
    name: "get_task",
    title: "Read a task",
    description: "Reads one task with its whole description, subtasks and comments.",
    kind: { readOnly: true },
    input: z.strictObject({ id: TaskRef }),
    output: z.object({ task: TaskDetails }),
    hints: { NOT_FOUND: LOOK_IT_UP },
    run: async ({ id }) => ({ task: await readTaskDetails(client, await findTask(client, id)) }),
  });
}
