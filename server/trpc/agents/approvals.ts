import { DecideApproval, DecideByMcp } from "../../../shared/approval.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

export const approvalProcedures = {
  /** What waits for the owner, in all sessions. */
  approvals: ownerProcedure.query(({ ctx }) => ctx.approvals.list()),

  decide: ownerProcedure
    .input(DecideApproval)
    .mutation(({ ctx, input }) => ctx.approvals.decide(input, actorOf(ctx.principal))),

  approvalsForMcp: ownerProcedure.query(({ ctx }) => {
    ctx.approvals.requireMcp();
    return ctx.approvals.list();
  }),

  decideByMcp: ownerProcedure.input(DecideByMcp).mutation(({ ctx, input }) => {
    ctx.approvals.requireMcp();
    return ctx.approvals.decide(input, "token:mcp");
  }),
};
