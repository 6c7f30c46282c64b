import { ReadChanges, UndoAllChanges, UndoChange } from "../../../shared/session-change.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

/** What a session changed in Porter, and how to take it back. */
export const changeProcedures = {
  changes: ownerProcedure.input(ReadChanges).query(({ ctx, input }) => ctx.changes.list(input)),

  undoChange: ownerProcedure
    .input(UndoChange)
    .mutation(({ ctx, input }) => ctx.changes.undo(input.eventId, actorOf(ctx.principal))),

  undoAll: ownerProcedure
    .input(UndoAllChanges)
    .mutation(({ ctx, input }) => ctx.changes.undoAll(input.id, actorOf(ctx.principal))),
};
