import { tracked } from "@trpc/server";
import { z } from "zod";
import { Follow } from "../../shared/feed.ts";
import { IntegrationRef, ReadHistory, RunAction, SetEnabled } from "../../shared/integration.ts";
import { actorOf } from "../auth/principal.ts";
import { ownerProcedure, personProcedure, procedure, router } from "./init.ts";

export const integrationsRouter = router({
  list: procedure.query(({ ctx }) => ctx.integrations.list()),

  get: ownerProcedure
    .input(IntegrationRef)
    .query(({ ctx, input }) => ctx.integrations.get(input.integrationId)),

  run: procedure
    .input(RunAction)
    .output(z.unknown())
    .mutation(({ ctx, input }) => ctx.integrations.run(input, ctx.principal)),

  /** Asks the integration whether it works. */
  check: ownerProcedure
    .input(IntegrationRef)
    .mutation(({ ctx, input }) => ctx.integrations.check(input.integrationId)),

  connect: ownerProcedure
    .input(IntegrationRef)
    .mutation(({ ctx, input }) => ctx.integrations.connect(input.integrationId, ctx.beginSignIn())),

  disconnect: ownerProcedure
    .input(IntegrationRef)
    .mutation(({ ctx, input }) => ctx.integrations.disconnect(input.integrationId, actorOf(ctx.principal))),

  setEnabled: ownerProcedure
    .input(SetEnabled)
    .mutation(({ ctx, input }) => ctx.integrations.setEnabled(input, actorOf(ctx.principal))),

  reload: ownerProcedure
    .input(IntegrationRef)
    .mutation(({ ctx, input }) => ctx.integrations.reload(input.integrationId, actorOf(ctx.principal))),

  rotateSecret: personProcedure
    .input(IntegrationRef)
    .mutation(({ ctx, input }) => ctx.webhookSecrets.rotate(input.integrationId, actorOf(ctx.principal))),

  repairs: ownerProcedure.query(({ ctx }) => ctx.integrations.repairs()),

  history: ownerProcedure.input(ReadHistory).query(({ ctx, input }) => ctx.integrations.history(input)),

  diagnostics: ownerProcedure
    .input(IntegrationRef)
    .query(({ ctx, input }) => ctx.integrations.diagnostics(input.integrationId)),

  onChange: ownerProcedure.input(Follow.optional()).subscription(async function* ({ ctx, input, signal }) {
    for await (const { id, change } of ctx.feed.integrations(input, signal)) yield tracked(id, change);
  }),
});
