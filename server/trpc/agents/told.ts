import { PreviewTold, ReadTold, SetTold } from "../../../shared/told.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

/** What agents are told beside their prompts. */
export const toldProcedures = {
  preview: ownerProcedure.input(PreviewTold).query(({ ctx, input }) => ctx.told.preview(input)),

  told: ownerProcedure.input(ReadTold).query(({ ctx, input }) => ctx.told.read(input.id)),

  setTold: ownerProcedure
    .input(SetTold)
    .mutation(({ ctx, input }) => ctx.told.set(input, actorOf(ctx.principal))),
};
