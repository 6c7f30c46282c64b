import { z } from "zod";
import { AddComment, EditComment } from "../../shared/comment.ts";
import { Id } from "../../shared/ids.ts";
import { actorOf } from "../auth/principal.ts";
import { ownerProcedure, procedure, router } from "./init.ts";

export const commentsRouter = router({
  list: procedure
    .input(z.strictObject({ taskId: Id }))
    .query(({ ctx, input }) => ctx.comments.list(input.taskId)),

  add: procedure
    .input(AddComment)
    .mutation(({ ctx, input }) => ctx.comments.add(input, actorOf(ctx.principal))),

  edit: ownerProcedure
    .input(EditComment)
    .mutation(({ ctx, input }) => ctx.comments.edit(input, actorOf(ctx.principal))),

  remove: ownerProcedure
    .input(z.strictObject({ id: Id }))
    .mutation(({ ctx, input }) => ctx.comments.remove(input.id, actorOf(ctx.principal))),
});
