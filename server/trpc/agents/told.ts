import { PreviewTold, ReadTold, SetInstructions } from "../../../shared/told.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

/** What agents are told beside their prompts. */
export const toldProcedures = {
  preview: ownerProcedure.input(PreviewTold).query(({ ctx, input }) => ctx.told.preview(input)),

  told: ownerProcedure.input(ReadTold).query(({ ctx, input }) => ctx.told.read(input.id)),

  setInstructions: ownerProcedure
    .input(SetInstructions)
    .mutation(({ ctx, input }) => ctx.told.setInstructions(input, actorOf(ctx.principal))),
};
