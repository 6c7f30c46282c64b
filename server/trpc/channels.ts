import { z } from "zod";
import { Id } from "../../shared/ids.ts";
import { ChannelChoice, PushSubscribe, PushUnsubscribe, TestChannel } from "../../shared/notification.ts";
import { actorOf } from "../auth/principal.ts";
import { ownerProcedure, personProcedure, router } from "./init.ts";

export const channelsRouter = router({
  status: ownerProcedure.query(({ ctx }) => ctx.channels.status()),

  // The device is told of everything from then on, whatever becomes of who named it.
  subscribe: personProcedure
    .input(PushSubscribe)
    .mutation(({ ctx, input }) => ctx.channels.subscribe(input, actorOf(ctx.principal))),

  unsubscribe: ownerProcedure
    .input(PushUnsubscribe)
    .mutation(({ ctx, input }) => ctx.channels.unsubscribe(input.endpoint, actorOf(ctx.principal))),

  removeDevice: ownerProcedure
    .input(z.strictObject({ id: Id }))
    .mutation(({ ctx, input }) => ctx.channels.removeDevice(input.id, actorOf(ctx.principal))),

  setChoice: ownerProcedure
    .input(ChannelChoice)
    .mutation(({ ctx, input }) => ctx.channels.setChoice(input, actorOf(ctx.principal))),

  /** Sends a notification now, to one device or to all. */
  test: ownerProcedure.input(TestChannel).mutation(({ ctx, input }) => ctx.channels.test(input)),
});
