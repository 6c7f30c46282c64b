import { NotifyOwner, StartAgent } from "../../../shared/agent-tools.ts";
import { PorterError } from "../../errors.ts";
import type { Principal } from "../../auth/principal.ts";
import { procedure } from "../init.ts";

/** What agents alone may call, each for its own session. */
export const toolProcedures = {
  notifyOwner: procedure
    .input(NotifyOwner)
    .mutation(({ ctx, input }) => ctx.agentTools.notifyOwner(sessionOf(ctx.principal), input)),

  startAgent: procedure
    .input(StartAgent)
    .mutation(({ ctx, input }) => ctx.agentTools.startAgent(sessionOf(ctx.principal), input)),
};

/** @throws PorterError INVALID for the owner */
function sessionOf(principal: Principal): string {
  if (principal.kind !== "session")
    throw new PorterError("INVALID", "Only an agent does this: this is the owner.");
  return principal.sessionId;
}
