import type { Approval, DecideApproval } from "../../../shared/approval.ts";
import { explain } from "../api/errors.ts";
import { applyApproval } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { showToast } from "../shell/toast.ts";

/** Answers an approval: shown at once, taken back when the server refuses. */
export async function decideApproval(
  approval: Approval,
  decision: Omit<DecideApproval, "approvalId">,
): Promise<void> {
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
  } catch (error) {
    applyApproval(approval);
    showToast({ message: `Not decided: ${explain(error)}`, kind: "error" });
  }
}

/** Allows or denies, from ⌘K, what a session waits for. A question takes more than that. */
export async function decideWaiting(sessionId: string, decision: "allow" | "deny"): Promise<void> {
  const { items } = await api.agents.approvals.query();
  const waiting = items.find(({ session }) => session.id === sessionId)?.approval;
  if (!waiting) showToast({ message: "Nothing waits for you here any more.", kind: "error" });
  else if (waiting.toolName === "AskUserQuestion")
    showToast({ message: "The agent asks a question; answer it in the conversation." });
  else await decideApproval(waiting, { decision });
}
