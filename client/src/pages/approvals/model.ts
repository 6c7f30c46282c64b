import { useSearchParams } from "@solidjs/router";
import { createMemo } from "solid-js";
import { decideApproval } from "../../actions/approvals.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import type { Decide } from "../../ui/approval/decide.ts";

/** What waits for the person in all sessions, the oldest first. `isHistory`: what they decided is shown instead. */
export function createApprovals() {
  const [search] = useSearchParams();
  const query = createQuery(() => api.agents.approvals.queryOptions());
  const items = createMemo(() => query.data()?.items ?? []);
  const decide: Decide = (approval, decision) => void decideApproval(approval, decision);
  return {
    isHistory: createMemo(() => search["state"] === "decided"),
    query,
    items,
    more: createMemo(() => (query.data()?.total ?? 0) - items().length),
    decide,
  };
}
export type ApprovalsModel = ReturnType<typeof createApprovals>;
