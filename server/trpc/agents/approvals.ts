import { DecideApproval, DecideByMcp, ListDecided } from "../../../shared/approval.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

export const approvalProcedures = {
  /** What waits for the owner, in all sessions. */
  approvals: ownerProcedure.query(({ ctx }) => ctx.approvals.list()),

  /** What was decided, in all sessions. */
  decidedApprovals: ownerProcedure
    .input(ListDecided.optional())
    .query(({ ctx, input }) => ctx.approvals.decided(input ?? {})),

  decide: ownerProcedure
    .input(DecideApproval)
    .mutation(({ ctx, input }) => ctx.approvals.decide(input, actorOf(ctx.principal))),

  approvalsForMcp: ownerProcedure.query(({ ctx }) => {
    ctx.approvals.requireMcp();
    return ctx.approvals.list();
  }),

  decideByMcp: ownerProcedure.input(DecideByMcp).mutation(({ ctx, input }) => {
    ctx.approvals.requireMcp();
    const { principal } = ctx;
    return ctx.approvals.decide(input, principal.kind === "token" ? actorOf(principal) : "token:mcp");
  }),
};
