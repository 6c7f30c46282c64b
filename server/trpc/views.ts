import { z } from "zod";
import { Id } from "../../shared/ids.ts";
import { CreateView, UpdateView } from "../../shared/view.ts";
import { actorOf } from "../auth/principal.ts";
import { ownerProcedure, router } from "./init.ts";

export const viewsRouter = router({
  list: ownerProcedure.query(({ ctx }) => ctx.views.list()),

  create: ownerProcedure
    .input(CreateView)
    .mutation(({ ctx, input }) => ctx.views.create(input, actorOf(ctx.principal))),

  update: ownerProcedure
    .input(UpdateView)
    .mutation(({ ctx, input }) => ctx.views.update(input, actorOf(ctx.principal))),

  remove: ownerProcedure
    .input(z.strictObject({ id: Id }))
    .mutation(({ ctx, input }) => ctx.views.remove(input.id, actorOf(ctx.principal))),
});
