import type { Actor } from "../../shared/actor.ts";
import type {
  Approval,
  DecideApproval,
  DecidedApproval,
  ListDecided,
  WaitingApproval,
} from "../../shared/approval.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { SteadyClock } from "../events/steady-clock.ts";
import { keepTimer } from "../events/timer.ts";
import type { Log } from "../log.ts";
import type { Stores } from "./stores.ts";
import type { Supervisor } from "./supervisor.ts";
import type { Transitions } from "./transitions.ts";

type ApprovalInbox = ReturnType<typeof createApprovalInbox>;

/** What waits for its owner in all sessions, and the ways to answer it. */
export function createApprovalInbox(deps: {
  stores: Pick<Stores, "approvals">;
  transitions: Pick<Transitions, "decide">;
  supervisor: Pick<Supervisor, "pump">;
  config: { approval_hours: number; approvals_by_mcp: boolean };
}) {
  const { stores, transitions, supervisor, config } = deps;

  function decide(given: DecideApproval, actor: Actor): Approval {
    const approval = transitions.decide(given, actor);
    supervisor.pump();
    return approval;
  }

  return {
    /** The oldest first. `total` may be more than there are items. */
    list: (): { items: WaitingApproval[]; total: number } => stores.approvals.waiting(),

    /** The latest decision first. */
    decided: (wanted: ListDecided): { items: DecidedApproval[]; nextCursor: string | null } =>
      stores.approvals.decided(wanted),

    /** @throws PorterError NOT_FOUND, INVALID, or CONFLICT when it is answered or withdrawn already */
    decide,

    /**
     * Before an MCP client of the owner's reads or answers approvals: another Claude may be the one who asks.
     * @throws PorterError FORBIDDEN unless the owner has allowed it in the configuration
     */
    requireMcp(): void {
      if (config.approvals_by_mcp) return;
      throw new PorterError(
        "FORBIDDEN",
        "Approvals are for people here. approvals_by_mcp = true in the [agents] section of the configuration lets the owner's own Claude answer them.",
      );
    },

    /** Denies what has waited too long, and says when the next one will have. */
    expire(now: Date): Date | undefined {
      for (const { id } of stores.approvals.due(now)) {
        const message = `Nobody answered within ${hours(config.approval_hours)}, so Porter denied this call. Do not make it again on your own; say what is left undone.`;
        decide({ approvalId: id, decision: "deny", message }, "porter");
      }
      return stores.approvals.nextExpiry();
    },
  };
}

const hours = (count: number): string => `${count} ${count === 1 ? "hour" : "hours"}`;

/** Denies approvals at their time limit. Where that passed while nothing ran, they can still be answered for a day. */
export const keepApprovalTimer = ({
  approvals,
  steadyClock,
  ...deps
}: {
  approvals: Pick<ApprovalInbox, "expire">;
  steadyClock: SteadyClock;
  events: Pick<EventLog, "follow">;
  log: Pick<Log, "error">;
  signal: AbortSignal;
}): Promise<void> =>
  keepTimer({ ...deps, family: "approval", ring: () => approvals.expire(steadyClock.now()) });
