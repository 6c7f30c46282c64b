import { tracked } from "@trpc/server";
import { z } from "zod";
import { FollowSession } from "../../../shared/feed.ts";
import { Id } from "../../../shared/ids.ts";
import { ListSessions, ReadSession, SendMessage, StartSession } from "../../../shared/session.ts";
import { actorOf } from "../../auth/principal.ts";
import { PorterError } from "../../errors.ts";
import { ownerProcedure, procedure } from "../init.ts";

const ById = z.strictObject({ id: Id });

export const sessionProcedures = {
  list: ownerProcedure.input(ListSessions.optional()).query(({ ctx, input }) => ctx.agents.list(input ?? {})),

  atWork: ownerProcedure.query(({ ctx }) => ctx.agents.atWork()),

  get: ownerProcedure.input(ReadSession).query(({ ctx, input }) => ctx.agents.read(input)),

  start: ownerProcedure
    .input(StartSession)
    .mutation(({ ctx, input }) => ctx.agents.start(input, actorOf(ctx.principal))),

  send: ownerProcedure
    .input(SendMessage)
    .mutation(({ ctx, input }) => ctx.agents.send(input, actorOf(ctx.principal))),

  interrupt: ownerProcedure
    .input(ById)
    .mutation(({ ctx, input }) => ctx.agents.interrupt(input.id, actorOf(ctx.principal))),

  /** The session and the task that the calling agent works for. */
  context: procedure.query(({ ctx }) => {
    if (ctx.principal.kind !== "session") {
      const who = ctx.principal.kind === "token" ? "this token has no session" : "this is the owner";
      throw new PorterError("INVALID", `Only an agent has a context: ${who}.`);
    }
    return ctx.agents.contextOf(ctx.principal.sessionId);
  }),

  onEvent: ownerProcedure.input(FollowSession).subscription(async function* ({ ctx, input, signal }) {
    for await (const { id, change } of ctx.feed.session(input, signal)) yield tracked(id, change);
  }),
};
