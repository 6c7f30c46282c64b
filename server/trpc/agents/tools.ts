import { NotifyOwner, StartAgent } from "../../../shared/agent-tools.ts";
import { PorterError } from "../../errors.ts";
import type { Asker } from "../../agents/agent-tools.ts";
import type { Principal } from "../../auth/principal.ts";
import { procedure } from "../init.ts";

/** What agents call, each for its own session, and named tokens. The owner has other ways. */
export const toolProcedures = {
  notifyOwner: procedure
    .input(NotifyOwner)
    .mutation(({ ctx, input }) => ctx.agentTools.notifyOwner(askerOf(ctx.principal), input)),

  startAgent: procedure
    .input(StartAgent)
    .mutation(({ ctx, input }) => ctx.agentTools.startAgent(askerOf(ctx.principal), input)),
};

/** @throws PorterError INVALID for the owner */
function askerOf(principal: Principal): Asker {
  if (principal.kind === "owner")
    throw new PorterError("INVALID", "Only an agent does this: this is the owner.");
  return principal;
}
