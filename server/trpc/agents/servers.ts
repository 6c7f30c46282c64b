import { ReadServers, RestartServer, SwitchServer } from "../../../shared/mcp-control.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

/** The process of a session, and the MCP servers in it. */
export const serverProcedures = {
  servers: ownerProcedure.input(ReadServers).query(({ ctx, input }) => ctx.mcpControl.servers(input.id)),

  switchServer: ownerProcedure
    .input(SwitchServer)
    .mutation(({ ctx, input }) => ctx.mcpControl.switch(input, actorOf(ctx.principal))),

  restartServer: ownerProcedure
    .input(RestartServer)
    .mutation(({ ctx, input }) => ctx.mcpControl.restart(input)),

  memory: ownerProcedure.query(({ ctx }) => ctx.agentMemory.all()),
};
