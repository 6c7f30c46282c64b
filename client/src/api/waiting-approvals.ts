import type { Approval, WaitingApproval } from "../../../shared/approval.ts";

/** An answer of `agents.approvals`, kept true by the stream. */
export type WaitingApprovals = { items: WaitingApproval[]; total: number };

/** Undefined: there is something to show that is not known here, so the server has to be asked. */
export function withWaiting(all: WaitingApprovals, approval: Approval): WaitingApprovals | undefined {
  const known = all.items.some((item) => item.approval.id === approval.id);
  if (approval.status === "pending") {
    if (!known) return undefined;
    return {
      ...all,
      items: all.items.map((item) => (item.approval.id === approval.id ? { ...item, approval } : item)),
    };
  }
  if (!known) return all;
  const items = all.items.filter((item) => item.approval.id !== approval.id);
  const total = all.total - 1;
  return items.length === 0 && total > 0 ? undefined : { items, total };
}
