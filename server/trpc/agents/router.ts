import { router } from "../init.ts";
import { sessionProcedures } from "./sessions.ts";

/** One noun, one file for each part of it. */
export const agentsRouter = router({
  ...sessionProcedures,
});
