import type { Actor } from "../../shared/actor.ts";
import type { Approval, DecideApproval } from "../../shared/approval.ts";
import type { RunAction } from "../../shared/integration.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import { actionIn, isSameRun } from "./integration-action.ts";
import type { Stores } from "./stores.ts";

export type ToolCall = { toolUseId: string; toolName: string; input: unknown };

export type Approvals = ReturnType<typeof createApprovals>;

/**
 * What waits for a person, from the question to the delivery of the answer. An approval is parked until its answer
 * was given back to the CLI, which keeps at most one parked call of a session.
 */
export function createApprovals({ stores, events }: { stores: Stores; events: Pick<EventLog, "write"> }) {
  /** Makes the change and its event one. */
  function write(kind: "created" | "updated", actor: Actor, change: () => Approval): Approval {
    return events.write((append) => {
      const approval = change();
      const subject = `session:${approval.sessionId}`;
      append({ kind: `approval.${kind}`, subject, actor, after: { approvalId: approval.id } });
      return approval;
    });
  }

  function withdrawParked(sessionId: string, actor: Actor): void {
    const parked = stores.approvals.findParked(sessionId);
    if (!parked) return;
    const withdrawn = { status: "withdrawn" as const, message: null, answers: null };
    write("updated", actor, () => stores.approvals.decide(parked.id, withdrawn));
  }

  return {
    ask: (sessionId: string, call: ToolCall): Approval =>
      write("created", `session:${sessionId}`, () =>
        stores.approvals.insert({
          ...call,
          id: Bun.randomUUIDv7(),
          sessionId,
          status: "pending",
          message: null,
          createdAt: new Date(),
          decidedAt: null,
        }),
      ),

    /** A crash came between the answer and the result: whether the call ran is unknown, so it is asked again. */
    askAgain: (approvalId: string): Approval =>
      write("updated", "porter", () => stores.approvals.reopen(approvalId)),

    /** @throws PorterError NOT_FOUND, or CONFLICT when it is answered or withdrawn already */
    answer(given: DecideApproval, actor: Actor): Approval {
      const approval = stores.approvals.find(given.approvalId);
      if (!approval) throw new PorterError("NOT_FOUND", "There is no approval with this id.");
      if (approval.status !== "pending") {
        throw new PorterError(
          "CONFLICT",
          `This approval is ${approval.status} already; the answer had no effect.`,
        );
      }
      return write("updated", actor, () =>
        stores.approvals.decide(approval.id, {
          status: given.decision === "allow" ? "allowed" : "denied",
          message: given.message ?? null,
          answers: given.answers ?? null,
        }),
      );
    },

    /** The answer goes to the CLI now; whatever happens next, the call may have run. */
    deliver: (approvalId: string): void => stores.approvals.setDelivered(approvalId, new Date()),

    /** Takes the owner's word for exactly this action, which is good once. False when there is none. */
    use(sessionId: string, run: RunAction): boolean {
      const found = stores.approvals.unused(sessionId).find(({ toolName, input }) => {
        const allowed = actionIn({ tool: toolName, input });
        return allowed !== undefined && isSameRun(allowed, run);
      });
      if (found) stores.approvals.setUsed(found.id, new Date());
      return found !== undefined;
    },

    /** The owner goes on without the parked call. It stays parked: the next process meets it before anything else. */
    withdrawParked,

    /** The turn ended in another way: the CLI has nothing parked any more, and what was allowed was for this turn. */
    close(sessionId: string, actor: Actor): void {
      if (stores.approvals.findParked(sessionId)?.status === "pending") withdrawParked(sessionId, actor);
      stores.approvals.setAllDelivered(sessionId, new Date());
      stores.approvals.setAllUsed(sessionId, new Date());
    },
  };
}
