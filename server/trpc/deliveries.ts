import { tracked } from "@trpc/server";
import { z } from "zod";
import { ListDeliveries } from "../../shared/delivery.ts";
import { Follow } from "../../shared/feed.ts";
import { Id } from "../../shared/ids.ts";
import { actorOf } from "../auth/principal.ts";
import { ownerProcedure, router } from "./init.ts";

const ById = z.strictObject({ id: Id });

export const deliveriesRouter = router({
  list: ownerProcedure
    .input(ListDeliveries.optional())
    .query(({ ctx, input }) => ctx.deliveries.list(input ?? {})),

  get: ownerProcedure.input(ById).query(({ ctx, input }) => ctx.deliveries.get(input.id)),

  replay: ownerProcedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.deliveries.replay(input.id, actorOf(ctx.principal))),

  onChange: ownerProcedure.input(Follow.optional()).subscription(async function* ({ ctx, input, signal }) {
    for await (const { id, change } of ctx.feed.deliveries(input, signal)) yield tracked(id, change);
  }),
});
