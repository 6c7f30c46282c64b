import { tracked } from "@trpc/server";
import { z } from "zod";
import { CalendarEventId, FindFreeTime, ListEvents, SetCalendar } from "../../shared/calendar.ts";
import { Follow } from "../../shared/feed.ts";
import { actorOf } from "../auth/principal.ts";
import { ownerProcedure, procedure, router } from "./init.ts";

export const calendarRouter = router({
  list: procedure.query(({ ctx }) => ({ items: ctx.calendars.list() })),

  /** Of the calendars that are shown, or of the one that is named. */
  events: procedure
    .input(ListEvents.optional())
    .query(({ ctx, input }) => ({ items: ctx.calendars.events(input ?? {}) })),

  event: procedure
    .input(z.strictObject({ id: CalendarEventId }))
    .query(({ ctx, input }) => ctx.calendars.event(input.id)),

  freeTime: procedure
    .input(FindFreeTime)
    .query(({ ctx, input }) => ({ items: ctx.calendars.freeTime(input) })),

  set: ownerProcedure
    .input(SetCalendar)
    .mutation(({ ctx, input }) => ctx.calendars.set(input, actorOf(ctx.principal))),

  onChange: procedure.input(Follow.optional()).subscription(async function* ({ ctx, input, signal }) {
    for await (const { id, change } of ctx.feed.calendar(input, signal)) yield tracked(id, change);
  }),
});
