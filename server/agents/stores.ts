import type { Db } from "../db/open.ts";
import { createApprovalStore } from "./store/approvals.ts";
import { createMessageStore } from "./store/messages.ts";
import { createPlanLimitStore } from "./store/plan-limits.ts";
import { createProcessStore } from "./store/processes.ts";
import { createSessionStore } from "./store/sessions.ts";
import { createTurnStore } from "./store/turns.ts";
import { createUsageStore } from "./store/usage.ts";

export type Stores = ReturnType<typeof createStores>;

export function createStores(db: Db) {
  return {
    approvals: createApprovalStore(db),
    messages: createMessageStore(db),
    planLimits: createPlanLimitStore(db),
    processes: createProcessStore(db),
    sessions: createSessionStore(db),
    turns: createTurnStore(db),
    usage: createUsageStore(db),
  };
}
