import { RunAction } from "../../shared/integration.ts";
import { PorterError } from "../errors.ts";
import { procedure, router } from "./init.ts";

/** No integration is built in yet; the names stand so that clients get a truthful answer. */
export const integrationsRouter = router({
  list: procedure.query((): { items: { id: string }[] } => ({ items: [] })),

  run: procedure.input(RunAction).mutation(({ input }): never => {
    throw new PorterError(
      "NOT_FOUND",
      `No integration "${input.integrationId}" is enabled. Porter has none yet.`,
    );
  }),
});
