import { tracked } from "@trpc/server";
import { z } from "zod";
import { Follow } from "../../shared/feed.ts";
import { Id } from "../../shared/ids.ts";
import {
  CreateTask,
  ListTasks,
  MoveTasks,
  QuickAdd,
  QuickText,
  ReadActivity,
  TaskFilter,
  TaskIds,
  TaskRef,
  UpdateTask,
  UpdateTasks,
} from "../../shared/task.ts";
import { actorOf } from "../auth/principal.ts";
import { procedure, router } from "./init.ts";

const ById = z.strictObject({ id: Id });

export const tasksRouter = router({
  list: procedure.input(ListTasks.optional()).query(({ ctx, input }) => ctx.tasks.list(input ?? {})),

  counts: procedure.input(TaskFilter.optional()).query(({ ctx, input }) => ctx.tasks.counts(input)),

  tags: procedure.query(({ ctx }) => ctx.tasks.tags()),

  get: procedure.input(TaskRef).query(({ ctx, input }) => ctx.tasks.getBy(input)),

  create: procedure
    .input(CreateTask)
    .mutation(({ ctx, input }) => ctx.tasks.create(input, actorOf(ctx.principal))),

  parse: procedure.input(QuickText).query(({ ctx, input }) => ctx.tasks.parse(input)),

  quickAdd: procedure
    .input(QuickAdd)
    .mutation(({ ctx, input }) => ctx.tasks.quickAdd(input, actorOf(ctx.principal))),

  update: procedure
    .input(UpdateTask)
    .mutation(({ ctx, input }) => ctx.tasks.update(input, actorOf(ctx.principal))),

  updateMany: procedure
    .input(UpdateTasks)
    .mutation(({ ctx, input }) => ctx.tasks.updateMany(input, actorOf(ctx.principal))),

  move: procedure
    .input(MoveTasks)
    .mutation(({ ctx, input }) => ctx.tasks.move(input, actorOf(ctx.principal))),

  remove: procedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.tasks.remove(input.id, actorOf(ctx.principal))),

  removeMany: procedure
    .input(TaskIds)
    .mutation(({ ctx, input }) => ctx.tasks.removeMany(input.ids, actorOf(ctx.principal))),

  restore: procedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.tasks.restore(input.id, actorOf(ctx.principal))),

  restoreMany: procedure
    .input(TaskIds)
    .mutation(({ ctx, input }) => ctx.tasks.restoreMany(input.ids, actorOf(ctx.principal))),

  activity: procedure.input(ReadActivity).query(({ ctx, input }) => ctx.tasks.activity(input)),

  undo: procedure
    .input(z.strictObject({ eventId: z.number().int().positive() }))
    .mutation(({ ctx, input }) => ctx.tasks.undo(input.eventId, actorOf(ctx.principal))),

  onChange: procedure.input(Follow.optional()).subscription(async function* ({ ctx, input, signal }) {
    for await (const { id, change } of ctx.feed.tasks(input, signal)) yield tracked(id, change);
  }),
});
