import { FindFilesIn, ReadCommandsIn } from "../../../shared/start-box.ts";
import { ownerProcedure } from "../init.ts";

/** What completes a first message, while there is no session yet. */
export const startBoxProcedures = {
  filesIn: ownerProcedure.input(FindFilesIn).query(({ ctx, input }) => ctx.folderFiles.findIn(input)),

  commandsIn: ownerProcedure.input(ReadCommandsIn).query(({ ctx, input }) => ctx.steer.commandsIn(input)),
};
