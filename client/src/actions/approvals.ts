import type { Approval, DecideApproval } from "../../../shared/approval.ts";
import { explain } from "../api/errors.ts";
import { applyApproval } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { showToast } from "../shell/toast.ts";

/** Answers an approval: shown at once, taken back when the server refuses. Whether it was taken. */
export async function decideApproval(
  approval: Approval,
  decision: Omit<DecideApproval, "approvalId">,
): Promise<boolean> {
  const status = decision.decision === "allow" ? "allowed" : "denied";
  applyApproval({
    ...approval,
    status,
    message: decision.message ?? null,
    editedInput: decision.editedInput ?? null,
    decidedAt: new Date(),
  });
  try {
    applyApproval(await api.agents.decide.mutate({ approvalId: approval.id, ...decision }));
    return true;
  } catch (error) {
    applyApproval(approval);
    showToast({ message: `Not decided: ${explain(error)}`, kind: "error" });
    return false;
  }
}
