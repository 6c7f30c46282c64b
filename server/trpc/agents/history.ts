import {
  ArchiveSession,
  ExportSession,
  ForkSession,
  ImportSession,
  ListImportable,
  PinSession,
  ReadMessages,
  ReadNested,
  RenameSession,
} from "../../../shared/history.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

export const historyProcedures = {
  rename: ownerProcedure
    .input(RenameSession)
    .mutation(({ ctx, input }) => ctx.history.rename(input, actorOf(ctx.principal))),

  pin: ownerProcedure
    .input(PinSession)
    .mutation(({ ctx, input }) => ctx.history.pin(input, actorOf(ctx.principal))),

  archive: ownerProcedure
    .input(ArchiveSession)
    .mutation(({ ctx, input }) => ctx.history.archive(input, actorOf(ctx.principal))),

  messages: ownerProcedure.input(ReadMessages).query(({ ctx, input }) => ctx.history.messages(input)),

  nested: ownerProcedure.input(ReadNested).query(({ ctx, input }) => ctx.history.nested(input)),

  importable: ownerProcedure
    .input(ListImportable.optional())
    .query(({ ctx, input }) => ctx.history.importable(input ?? {})),

  import: ownerProcedure
    .input(ImportSession)
    .mutation(({ ctx, input }) => ctx.history.import(input.claudeSessionId, actorOf(ctx.principal))),

  fork: ownerProcedure
    .input(ForkSession)
    .mutation(({ ctx, input }) => ctx.history.fork(input, actorOf(ctx.principal))),

  export: ownerProcedure.input(ExportSession).query(({ ctx, input }) => ctx.history.export(input)),
};
