import { router } from "../init.ts";
import { approvalProcedures } from "./approvals.ts";
import { changeProcedures } from "./changes.ts";
import { historyProcedures } from "./history.ts";
import { draftProcedures } from "./drafts.ts";
import { folderProcedures } from "./folders.ts";
import { profileProcedures } from "./profiles.ts";
import { queueProcedures } from "./queue.ts";
import { serverProcedures } from "./servers.ts";
import { sessionProcedures } from "./sessions.ts";
import { startBoxProcedures } from "./start-box.ts";
import { toolProcedures } from "./tools.ts";
import { usageProcedures } from "./usage.ts";
import { steerProcedures } from "./steer.ts";
import { toldProcedures } from "./told.ts";

/** One noun, one file for each part of it. */
export const agentsRouter = router({
  ...approvalProcedures,
  ...changeProcedures,
  ...historyProcedures,
  ...draftProcedures,
  ...queueProcedures,
  ...folderProcedures,
  ...profileProcedures,
  ...serverProcedures,
  ...sessionProcedures,
  ...startBoxProcedures,
  ...toldProcedures,
  ...toolProcedures,
  ...usageProcedures,
  ...steerProcedures,
});
