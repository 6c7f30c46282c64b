import { EditQueued, Queued } from "../../../shared/steer.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

/** Messages that wait for their turn. */
export const queueProcedures = {
  editQueued: ownerProcedure
    .input(EditQueued)
    .mutation(({ ctx, input }) => ctx.queue.edit(input, actorOf(ctx.principal))),

  removeQueued: ownerProcedure
    .input(Queued)
    .mutation(({ ctx, input }) => ctx.queue.remove(input.messageId, actorOf(ctx.principal))),

  sendNow: ownerProcedure
    .input(Queued)
    .mutation(({ ctx, input }) => ctx.queue.sendNow(input.messageId, actorOf(ctx.principal))),
};
