import type { Actor } from "../../shared/actor.ts";
import type { Approval, DecideApproval } from "../../shared/approval.ts";
import type { RunAction } from "../../shared/integration.ts";
import type { PermissionMode } from "../../shared/session.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import { requireFit, requireOpen } from "./answer-fit.ts";
import { deniedTools } from "./denied-tools.ts";
import { actionIn, isSameRun, permissionOf } from "./integration-action.ts";
import { isQuestion } from "./permissions.ts";
import type { Decision } from "./store/approvals.ts";
import type { Stores } from "./stores.ts";

export type ToolCall = { toolUseId: string; toolName: string; input: unknown };

export type Approvals = ReturnType<typeof createApprovals>;

/**
 * What waits for a person, from the question to the delivery of the answer. An approval is parked until its answer
 * was given back to the CLI, which keeps at most one parked call of a session.
 */
export function createApprovals({
  stores,
  events,
  limitMs,
}: {
  stores: Stores;
  events: Pick<EventLog, "write">;
  /** How long one waits for its answer. */
  limitMs: number;
}) {
  /** Who waits in this process for an answer, by approval. */
  const waiters = new Map<string, () => void>();

  /** Makes the change and its event one. */
  function write(kind: "created" | "updated", actor: Actor, change: () => Approval): Approval {
    return events.write((append) => {
      const approval = change();
      const after = { approvalId: approval.id };
      append({ kind: `approval.${kind}`, subject: `session:${approval.sessionId}`, actor, after });
      if (approval.status !== "pending") waiters.get(approval.id)?.();
      return approval;
    });
  }

  const expiry = (): Date => new Date(Date.now() + limitMs);

  const asked = (sessionId: string, call: ToolCall): Approval => ({
    ...call,
    id: Bun.randomUUIDv7(),
    sessionId,
    status: "pending",
    message: null,
    editedInput: null,
    expiresAt: expiry(),
    createdAt: new Date(),
    decidedAt: null,
  });

  const decide = (approvalId: string, decision: Omit<Decision, "decidedBy">, actor: Actor): Approval =>
    write("updated", actor, () => stores.approvals.decide(approvalId, { ...decision, decidedBy: actor }));

  const withdraw = (approvalId: string, actor: Actor): Approval =>
    decide(
      approvalId,
      { status: "withdrawn", message: null, answers: null, editedInput: null, rule: null },
      actor,
    );

  function withdrawParked(sessionId: string, actor: Actor): void {
    const parked = stores.approvals.findParked(sessionId);
    if (parked) withdraw(parked.id, actor);
  }

  const withdrawHeld = (actor: Actor, sessionId?: string): void =>
    stores.approvals.held(sessionId).forEach(({ id }) => withdraw(id, actor));

  return {
    /** Before the call is parked. */
    ask: (sessionId: string, call: ToolCall): Approval =>
      write("created", `session:${sessionId}`, () => stores.approvals.insert(asked(sessionId, call))),

    /** Of a call that is not parked: its process waits for the answer (see `answered`). */
    hold: (sessionId: string, call: ToolCall): Approval =>
      write("created", `session:${sessionId}`, () => stores.approvals.insertHeld(asked(sessionId, call))),

    /** Resolves when it is answered or withdrawn. It lasts as long as this server. */
    answered: (approvalId: string): Promise<void> =>
      new Promise((resolve) => {
        waiters.set(approvalId, () => {
          waiters.delete(approvalId);
          resolve();
        });
      }),

    /** A crash came between the answer and the result: whether the call ran is unknown, so it is asked again. */
    askAgain: (approvalId: string): Approval =>
      write("updated", "porter", () => stores.approvals.reopen(approvalId, expiry())),

    /**
     * `rule`: what the answer adds for the rest of its session; null: nothing.
     * @throws PorterError NOT_FOUND, INVALID, or CONFLICT when it is answered or withdrawn already
     */
    answer(given: DecideApproval, actor: Actor): { approval: Approval; rule: string | null } {
      const approval = stores.approvals.find(given.approvalId);
      if (!approval) throw new PorterError("NOT_FOUND", "There is no approval with this id.");
      requireOpen(approval, given);
      const { sessionId } = approval;
      requireFit(given, approval, {
        denied: deniedTools({ allowedTools: stores.sessions.allowedTools(sessionId) }),
        cwd: stores.sessions.find(sessionId)?.cwd ?? "/",
      });
      const rule = ruleOf(given, approval);
      const decision = {
        status: given.decision === "allow" ? ("allowed" as const) : ("denied" as const),
        message: given.message ?? null,
        answers: given.answers ?? null,
        editedInput: given.editedInput ?? null,
        rule,
      };
      return { approval: decide(approval.id, decision, actor), rule };
    },

    /** The answer goes to the CLI now; whatever happens next, the call may have run. */
    deliver: (approvalId: string): void => stores.approvals.setDelivered(approvalId, new Date()),

    /** Takes the owner's word for exactly this action, which is good once. False when there is none. */
    use(sessionId: string, run: RunAction): boolean {
      const found = stores.approvals.unused(sessionId).find(({ toolName, input, editedInput }) => {
        const allowed = actionIn({ tool: toolName, input: editedInput ?? input });
        return allowed !== undefined && isSameRun(allowed, run);
      });
      if (found) stores.approvals.setUsed(found.id, new Date());
      return found !== undefined;
    },

    /** The owner goes on without the parked call. It stays parked: the next process meets it before anything else. */
    withdrawParked,

    /** The process that waited for these answers is gone; without a session, those of all. */
    withdrawHeld,

    /** The turn ended in another way: the CLI has nothing parked any more, and what was allowed was for this turn. */
    close(sessionId: string, actor: Actor): void {
      stores.approvals.pending(sessionId).forEach(({ id }) => withdraw(id, actor));
      stores.approvals.setAllDelivered(sessionId, new Date());
      stores.approvals.setAllUsed(sessionId, new Date());
    },
  };
}

/** The rule that an answer adds for the rest of its session. */
function ruleOf(
  { decision, remember, editedInput }: DecideApproval,
  { toolName, input }: Approval,
): string | null {
  if (decision !== "allow" || remember === undefined || remember === false || isQuestion(toolName))
    return null;
  return remember === true ? permissionOf({ tool: toolName, input: editedInput ?? input }) : remember;
}

/** A plan that is agreed to ends the planning: how the session goes on then. */
export function modeAfter(
  { permissionMode = "default" }: DecideApproval,
  { status, toolName }: Approval,
  mode: PermissionMode,
): PermissionMode {
  return status === "allowed" && toolName === "ExitPlanMode" && mode === "plan" ? permissionMode : mode;
}
