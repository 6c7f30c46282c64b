import {
  CompleteFolder,
  ReadFileDiff,
  ReadFolder,
  RemoveWorktree,
  SessionFolder,
} from "../../../shared/folder.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

export const folderProcedures = {
  folders: ownerProcedure.query(({ ctx }) => ctx.folders.list()),

  folderState: ownerProcedure.input(ReadFolder).query(({ ctx, input }) => ctx.folders.state(input.path)),

  completeFolder: ownerProcedure
    .input(CompleteFolder)
    .query(({ ctx, input }) => ctx.folders.complete(input.path)),

  folderDiff: ownerProcedure.input(SessionFolder).query(({ ctx, input }) => ctx.folders.diff(input.id)),

  fileDiff: ownerProcedure.input(ReadFileDiff).query(({ ctx, input }) => ctx.folders.fileDiff(input)),

  worktree: ownerProcedure.input(SessionFolder).query(({ ctx, input }) => ctx.folders.worktree(input.id)),

  removeWorktree: ownerProcedure
    .input(RemoveWorktree)
    .mutation(({ ctx, input }) => ctx.folders.removeWorktree(input, actorOf(ctx.principal))),
};
