import type { TRPCError } from "@trpc/server";
import { DatabaseTrouble } from "../db/trouble.ts";
import { PorterError } from "../errors.ts";
import type { Log } from "../log.ts";

export type TellFailure = (failure: { error: TRPCError; path: string | undefined }) => void;

/** Says in the log which procedure failed, where that is a fault of ours or of the database. */
export function createFailureLog(
  log: Pick<Log, "error">,
  tellTrouble: (trouble: DatabaseTrouble) => void,
): TellFailure {
  return ({ error, path }) => {
    if (error.cause instanceof DatabaseTrouble) tellTrouble(error.cause);
    else if (error.code === "INTERNAL_SERVER_ERROR" && !(error.cause instanceof PorterError)) {
      log.error({ path, err: error.cause ?? error }, "a procedure failed");
    }
  };
}
