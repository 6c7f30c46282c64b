import { ReadDraft, SaveDraft } from "../../../shared/draft.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

/** What was typed and not sent yet, on any device. */
export const draftProcedures = {
  draft: ownerProcedure.input(ReadDraft).query(({ ctx, input }) => ctx.drafts.get(input.key)),

  saveDraft: ownerProcedure
    .input(SaveDraft)
    .mutation(({ ctx, input }) => ctx.drafts.save(input, actorOf(ctx.principal))),
};
