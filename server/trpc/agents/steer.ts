import { z } from "zod";
import { Id } from "../../../shared/ids.ts";
import { FindFiles, SteerSession } from "../../../shared/steer.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

const ById = z.strictObject({ id: Id });

export const steerProcedures = {
  /** Model, effort and permission mode of a session that goes on. */
  steer: ownerProcedure
    .input(SteerSession)
    .mutation(({ ctx, input }) => ctx.steer.steer(input, actorOf(ctx.principal))),

  models: ownerProcedure.query(({ ctx }) => ctx.steer.models()),

  commands: ownerProcedure.input(ById).query(({ ctx, input }) => ctx.steer.commands(input.id)),

  files: ownerProcedure.input(FindFiles).query(({ ctx, input }) => ctx.folderFiles.find(input)),
};
