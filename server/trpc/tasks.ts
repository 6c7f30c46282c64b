import { tracked } from "@trpc/server";
import { z } from "zod";
import { Follow } from "../../shared/feed.ts";
import { Id } from "../../shared/ids.ts";
import { CreateTask, ListTasks, TaskRef, UpdateTask } from "../../shared/task.ts";
import { actorOf } from "../auth/principal.ts";
import { procedure, router } from "./init.ts";

const ById = z.strictObject({ id: Id });

export const tasksRouter = router({
  list: procedure.input(ListTasks.optional()).query(({ ctx, input }) => ctx.tasks.list(input ?? {})),

  counts: procedure.query(({ ctx }) => ctx.tasks.counts()),

  get: procedure.input(TaskRef).query(({ ctx, input }) => ctx.tasks.getBy(input)),

  create: procedure
    .input(CreateTask)
    .mutation(({ ctx, input }) => ctx.tasks.create(input, actorOf(ctx.principal))),

  update: procedure
    .input(UpdateTask)
    .mutation(({ ctx, input }) => ctx.tasks.update(input, actorOf(ctx.principal))),

  remove: procedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.tasks.remove(input.id, actorOf(ctx.principal))),

  restore: procedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.tasks.restore(input.id, actorOf(ctx.principal))),

  onChange: procedure.input(Follow.optional()).subscription(async function* ({ ctx, input, signal }) {
    for await (const { id, change } of ctx.feed.tasks(input, signal)) yield tracked(id, change);
  }),
});
