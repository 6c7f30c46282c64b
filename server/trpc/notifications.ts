import { tracked } from "@trpc/server";
import { z } from "zod";
import { Follow } from "../../shared/feed.ts";
import { Id } from "../../shared/ids.ts";
import { ListNotifications } from "../../shared/notification.ts";
import { actorOf } from "../auth/principal.ts";
import { ownerProcedure, procedure, router } from "./init.ts";

export const notificationsRouter = router({
  list: procedure
    .input(ListNotifications.optional())
    .query(({ ctx, input }) => ctx.notifications.list(input ?? {})),

  markRead: ownerProcedure
    .input(z.strictObject({ id: Id }))
    .mutation(({ ctx, input }) => ctx.notifications.markRead(input.id, actorOf(ctx.principal))),

  markAllRead: ownerProcedure.mutation(({ ctx }) => ctx.notifications.markAllRead(actorOf(ctx.principal))),

  onChange: ownerProcedure.input(Follow.optional()).subscription(async function* ({ ctx, input, signal }) {
    for await (const { id, change } of ctx.feed.notifications(input, signal)) yield tracked(id, change);
  }),
});
