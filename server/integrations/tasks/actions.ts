import { z } from "zod";
import { ListTasks, TaskPriority, TaskStatus } from "../../../shared/task.ts";
import { defineAction, type LiveIntegration } from "../contract.ts";
import { Due, readDue } from "./due.ts";
import { getTask, TaskView, viewOf, words } from "./fields.ts";

const Ref = z.string().min(1).max(100).describe("Its id, or its number: 12");
const DueAt = Due.describe("A day (2026-03-12), or a moment with its offset (2026-03-12T17:30:00+01:00)");
const { title, ...others } = words;
const Result = z.object({ task: TaskView });

export const actions = {
  list: defineAction({
    title: "List tasks",
    description: "Gives tasks, those that are due first in front. What is given narrows them down.",
    effect: "read",
    params: z.strictObject({
      status: TaskStatus.optional(),
      priority: TaskPriority.optional(),
      tag: z.string().max(50).optional(),
      query: ListTasks.shape.query.describe("Words that begin words of the title, description or tags"),
      dueBefore: DueAt.optional(),
      limit: z.int().min(1).max(200).default(50),
    }),
    result: z.object({ tasks: z.array(TaskView), hasMore: z.boolean() }),
  }),
  create: defineAction({
    title: "Create a task",
    description: 'Adds a task. Without a status it is "todo", without a priority "medium".',
    effect: "change",
    params: z.strictObject({ title, ...others, dueAt: DueAt.optional() }),
    result: Result,
  }),
  update: defineAction({
    title: "Change a task",
    description: "Changes the given fields of a task. dueAt null takes the date away.",
    effect: "change",
    params: z.strictObject({
      id: Ref,
      title: title.optional(),
      ...others,
      dueAt: DueAt.nullable().optional(),
    }),
    result: Result,
  }),
  complete: defineAction({
    title: "Complete a task",
    description: "Marks a task as done. The next one of a series is made by this.",
    effect: "change",
    params: z.strictObject({ id: Ref }),
    result: Result,
  }),
};

export function handleActions(timeZone: string): LiveIntegration<typeof actions>["handle"] {
  return {
    list({ dueBefore, ...filter }, { tasks }) {
      const before = readDue(dueBefore, timeZone);
      const page = tasks.list({ ...filter, sort: "due", ...(before && { due: { before } }) });
      return {
        tasks: page.items.map((task) => viewOf(task, timeZone)),
        hasMore: page.nextCursor !== null,
      };
    },
    create: ({ dueAt, ...given }, { tasks }) => ({
      task: viewOf(tasks.create({ ...given, dueAt: readDue(dueAt, timeZone) }), timeZone),
    }),
    update({ id: ref, dueAt, ...given }, { tasks }) {
      const { id } = getTask(tasks, ref);
      return { task: viewOf(tasks.update({ ...given, id, dueAt: readDue(dueAt, timeZone) }), timeZone) };
    },
    complete({ id: ref }, { tasks }) {
      const { id } = getTask(tasks, ref);
      return { task: viewOf(tasks.update({ id, status: "done" }), timeZone) };
    },
  };
}
