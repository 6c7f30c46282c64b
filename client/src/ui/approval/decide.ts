import type { Approval, DecideApproval } from "../../../../shared/approval.ts";

type Decision = Omit<DecideApproval, "approvalId">;
export type Decide = (approval: Approval, decision: Decision) => void;
