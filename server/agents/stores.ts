import type { Db } from "../db/open.ts";
import { createApprovalStore } from "./store/approvals.ts";
import { createMessageStore } from "./store/messages.ts";
import { createProcessStore } from "./store/processes.ts";
import { createSessionStore } from "./store/sessions.ts";
import { createTurnStore } from "./store/turns.ts";

export type Stores = ReturnType<typeof createStores>;

export function createStores(db: Db) {
  return {
    approvals: createApprovalStore(db),
    messages: createMessageStore(db),
    processes: createProcessStore(db),
    sessions: createSessionStore(db),
    turns: createTurnStore(db),
  };
}
