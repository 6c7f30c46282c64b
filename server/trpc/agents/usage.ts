import { RaiseDayBudget, ReadUsage, SessionRef, SetBudget, SetResume } from "../../../shared/usage.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

export const usageProcedures = {
  usage: ownerProcedure.input(ReadUsage).query(({ ctx, input }) => ctx.usage.report(input)),

  spending: ownerProcedure.input(SessionRef).query(({ ctx, input }) => ctx.usage.spending(input.id)),

  limits: ownerProcedure.query(({ ctx }) => ctx.usage.limits()),

  setBudget: ownerProcedure
    .input(SetBudget)
    .mutation(({ ctx, input }) => ctx.usage.setBudget(input, actorOf(ctx.principal))),

  raiseDayBudget: ownerProcedure
    .input(RaiseDayBudget)
    .mutation(({ ctx, input }) => ctx.usage.raiseDayBudget(input, actorOf(ctx.principal))),

  setResume: ownerProcedure
    .input(SetResume)
    .mutation(({ ctx, input }) => ctx.usage.setResume(input, actorOf(ctx.principal))),

  goOn: ownerProcedure
    .input(SessionRef)
    .mutation(({ ctx, input }) => ctx.usage.goOn(input.id, actorOf(ctx.principal))),
};
