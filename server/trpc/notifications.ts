import { tracked } from "@trpc/server";
import { z } from "zod";
import { Follow } from "../../shared/feed.ts";
import { Id } from "../../shared/ids.ts";
import { CreateNotification, ListNotifications, Snooze } from "../../shared/notification.ts";
import { actorOf } from "../auth/principal.ts";
import { ownerProcedure, procedure, router } from "./init.ts";

const ById = z.strictObject({ id: Id });

export const notificationsRouter = router({
  list: procedure
    .input(ListNotifications.optional())
    .query(({ ctx, input }) => ctx.notifications.list(input ?? {})),

  create: ownerProcedure
    .input(CreateNotification)
    .mutation(({ ctx, input }) => ctx.notifications.note(input, actorOf(ctx.principal))),

  markRead: ownerProcedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.notifications.markRead(input.id, actorOf(ctx.principal))),

  markUnread: ownerProcedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.notifications.markUnread(input.id, actorOf(ctx.principal))),

  markAllRead: ownerProcedure.mutation(({ ctx }) => ctx.notifications.markAllRead(actorOf(ctx.principal))),

  markDone: ownerProcedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.notifications.markDone(input.id, actorOf(ctx.principal))),

  markAllDone: ownerProcedure.mutation(({ ctx }) => ctx.notifications.markAllDone(actorOf(ctx.principal))),

  reopen: ownerProcedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.notifications.reopen(input.id, actorOf(ctx.principal))),

  snooze: ownerProcedure
    .input(Snooze)
    .mutation(({ ctx, input }) => ctx.notifications.snooze(input, actorOf(ctx.principal))),

  wake: ownerProcedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.notifications.wake(input.id, actorOf(ctx.principal))),

  onChange: ownerProcedure.input(Follow.optional()).subscription(async function* ({ ctx, input, signal }) {
    for await (const { id, change } of ctx.feed.notifications(input, signal)) yield tracked(id, change);
  }),
});
