import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { AddComment } from "../../shared/comment.ts";
import { CreateTask, QuickText } from "../../shared/task.ts";
import { DueAt, formatMoment, Moment, parseDue } from "../dates.ts";
import { ToolError } from "../explain.ts";
import type { Toolbox } from "../toolbox.ts";
import { findTask, LOOK_IT_UP, TaskRef } from "./find-task.ts";
import { TaskView, toTaskView } from "./task-view.ts";

const { title, description, status, priority, tags, recurrence } = CreateTask.shape;
const dueAt = DueAt.describe("A day (2026-03-12), or a moment with its offset (2026-03-12T17:30:00+01:00)");
const fields = { description, status, priority, tags: tags.describe("Single words; replaces all tags") };

export function register(tools: Toolbox, client: PorterClient): void {
  tools.add({
    name: "create_task",
    title: "Create a task",
    description:
      'Adds a task to the owner\'s list. Without a status it is "todo", without a priority "medium".',
    kind: { readOnly: false },
    input: z.strictObject({
      title,
      ...fields,
      due_at: dueAt.optional(),
      remind_at: Moment.optional().describe("A moment"),
      recurrence: recurrence.unwrap().unwrap().optional().describe("An RRULE, such as FREQ=WEEKLY;BYDAY=FR"),
      parent_id: TaskRef.optional().describe("Makes it a subtask of this one"),
    }),
    output: z.object({ task: TaskView }),
    hints: { NOT_FOUND: LOOK_IT_UP },
    run: async ({ due_at, remind_at, parent_id, ...input }) => {
      const task = await client.tasks.create.mutate({
        ...input,
        dueAt: parseDue(due_at),
        remindAt: parseDue(remind_at),
        parentId: await findParent(client, parent_id),
      });
      return { task: toTaskView(task) };
    },
  });

  tools.add({
    name: "quick_add",
    title: "Create a task from a line",
    description:
      "Adds a task from one line in its owner's words: pay rent friday 9am #home !high every month. Dates, #tags, !priority and repetitions are taken out of the line; the rest is the title. Text in quotes stays as it is.",
    kind: { readOnly: false },
    input: QuickText.pick({ text: true }),
    output: z.object({ task: TaskView }),
    run: async ({ text }) => ({ task: toTaskView(await client.tasks.quickAdd.mutate({ text })) }),
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
      due_at: DueAt.nullable().optional().describe("As in create_task; null takes the date away"),
      remind_at: Moment.nullable().optional(),
      recurrence: recurrence.describe("null ends the series"),
      parent_id: TaskRef.nullable().optional(),
    }),
    output: z.object({ task: TaskView }),
    hints: { NOT_FOUND: LOOK_IT_UP },
    run: async ({ id, ...given }) => {
      if (Object.values(given).every((value) => value === undefined)) {
        throw new ToolError("Nothing to change: give at least one field beside the id.");
      }
      const { due_at, remind_at, parent_id, ...changes } = given;
      const task = await findTask(client, id);
      const updated = await client.tasks.update.mutate({
        ...changes,
        id: task.id,
        dueAt: parseDue(due_at),
        remindAt: parseDue(remind_at),
        parentId: await findParent(client, parent_id),
      });
      return { task: toTaskView(updated) };
    },
  });

  tools.add({
    name: "add_comment",
    title: "Comment on a task",
    description: "Adds a comment (Markdown) to a task, under your session's name.",
    kind: { readOnly: false },
    input: z.strictObject({ id: TaskRef, text: AddComment.shape.text }),
    output: z.object({ comment: z.object({ id: z.string(), task_id: z.string(), at: z.string() }) }),
    hints: { NOT_FOUND: LOOK_IT_UP },
    run: async ({ id, text }) => {
      const task = await findTask(client, id);
      const comment = await client.comments.add.mutate({ taskId: task.id, text });
      return { comment: { id: comment.id, task_id: task.id, at: formatMoment(comment.createdAt) } };
    },
  });
}

/** `undefined` (as it is) and `null` (none) stay what they are. */
async function findParent(
  client: PorterClient,
  ref: TaskRef | null | undefined,
): Promise<string | null | undefined> {
  return ref === null || ref === undefined ? ref : (await findTask(client, ref)).id;
}
