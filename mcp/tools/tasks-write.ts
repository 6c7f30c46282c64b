import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { CreateTask } from "../../shared/task.ts";
import { DueAt, parseDue } from "../dates.ts";
import { ToolError } from "../explain.ts";
import type { Toolbox } from "../toolbox.ts";
import { findTask, LOOK_IT_UP, TaskRef } from "./find-task.ts";
import { TaskView, toTaskView } from "./task-view.ts";

const { title, description, status, priority, tags } = CreateTask.shape;
const dueAt = DueAt.describe("A day (2026-03-12), or a moment with its offset (2026-03-12T17:30:00+01:00)");
const fields = { description, status, priority, tags: tags.describe("Single words; replaces all tags") };

export function register(tools: Toolbox, client: PorterClient): void {
  tools.add({
    name: "create_task",
    title: "Create a task",
    description:
      'Adds a task to the owner\'s list. Without a status it is "todo", without a priority "medium".',
    kind: { readOnly: false },
    input: z.strictObject({ title, ...fields, due_at: dueAt.optional() }),
    output: z.object({ task: TaskView }),
    run: async ({ due_at, ...input }) => {
      const task = await client.tasks.create.mutate({ ...input, dueAt: parseDue(due_at) });
      return { task: toTaskView(task) };
    },
  });

  tools.add({
    name: "update_task",
    title: "Change a task",
    description:
      "Changes the given fields of a task and leaves the others as they are. A new description replaces the old one.",
    kind: { readOnly: false, destructive: true, idempotent: true },
    input: z.strictObject({
      id: TaskRef,
      title: title.optional(),
      ...fields,
      due_at: dueAt.nullable().optional().describe("As in create_task; null takes the date away"),
    }),
    output: z.object({ task: TaskView }),
    hints: { NOT_FOUND: LOOK_IT_UP },
    run: async ({ id, due_at, ...changes }) => {
      if (due_at === undefined && Object.values(changes).every((value) => value === undefined)) {
        throw new ToolError("Nothing to change: give at least one field beside the id.");
      }
      const task = await findTask(client, id);
      const updated = await client.tasks.update.mutate({
        ...changes,
        id: task.id,
        dueAt: parseDue(due_at),
      });
      return { task: toTaskView(updated) };
    },
  });
}
