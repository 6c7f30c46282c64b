import { z } from "zod";
import type { RunAction } from "../../shared/integration.ts";
import type { Session } from "../../shared/session.ts";
import type { Approvals } from "./approvals.ts";
import { callOf } from "./integration-action.ts";
import { judge, type IsFreeForAgents } from "./permissions.ts";
import type { ToolDecision, ToolQuestion } from "./runner/runner.ts";
import type { Stores } from "./stores.ts";

const Input = z.record(z.string(), z.unknown());

export type ToolGate = ReturnType<typeof createToolGate>;

/**
 * Answers the CLI's question about each tool call. What needs a person is kept as an approval and parked
 * (`defer`): the approval is on the disk before the CLI hears of it, and the call outlives the process.
 */
export function createToolGate({
  stores,
  approvals,
  isFreeForAgents,
}: {
  stores: Stores;
  approvals: Approvals;
  isFreeForAgents: IsFreeForAgents;
}) {
  const verdictOn = (session: Session, call: { tool: string; input: unknown }) =>
    judge({
      ...call,
      mode: session.permissionMode,
      cwd: session.cwd,
      remembered: stores.sessions.allowedTools(session.id),
      isFreeForAgents,
    });

  function answerKnown(session: Session, question: ToolQuestion): ToolDecision | undefined {
    const approval = stores.approvals.findByToolUse(session.id, question.toolUseId);
    switch (approval?.status) {
      case undefined:
        return undefined;
      case "pending":
        return { decision: "defer" };
      case "withdrawn":
        approvals.deliver(approval.id);
        return { decision: "deny", reason: "The owner went on without answering this." };
      case "denied":
        approvals.deliver(approval.id);
        return { decision: "deny", reason: approval.message ?? "The owner denied this call." };
      case "allowed":
        if (approval.deliveredAt) {
          approvals.askAgain(approval.id);
          return { decision: "defer" };
        }
        approvals.deliver(approval.id);
        return { decision: "allow", input: withAnswers(question.input, approval.answers) };
    }
  }

  function park(session: Session, { toolUseId, tool, input, isSubagent }: ToolQuestion): ToolDecision {
    if (isSubagent) {
      // The CLI drops a sub-agent's parked call without a word.
      return {
        decision: "deny",
        reason: "A sub-agent cannot wait for the owner. Make this call in the main conversation.",
      };
    }
    if (stores.approvals.findParked(session.id)) {
      // The CLI keeps one parked call for each message and forgets the others.
      return {
        decision: "deny",
        reason: "Another call waits for the owner. Make this one again when that is answered.",
      };
    }
    approvals.ask(session.id, { toolUseId, toolName: tool, input });
    return { decision: "defer" };
  }

  return {
    /** The CLI's question, before the call runs. */
    answerFor:
      (sessionId: string) =>
      (question: ToolQuestion): ToolDecision => {
        const session = stores.sessions.find(sessionId);
        if (!session) return { decision: "deny", reason: "This session no longer exists." };
        const known = answerKnown(session, question);
        if (known) return known;
        const { tool, input } = question;
        const verdict = verdictOn(session, { tool, input });
        return verdict === "ask" ? park(session, question) : { decision: verdict };
      },

    /**
     * The second look, when the action is about to run: an agent has its session's token and could go around the CLI.
     * The owner's word for a single call is used up by it.
     */
    mayRun(sessionId: string, run: RunAction): boolean {
      const session = stores.sessions.find(sessionId);
      if (!session) return false;
      return verdictOn(session, callOf(run)) === "allow" || approvals.use(sessionId, run);
    },
  };
}

/** AskUserQuestion takes its answers as part of its input. */
function withAnswers(
  input: unknown,
  answers: Record<string, string> | null,
): Record<string, unknown> | undefined {
  const parsed = Input.safeParse(input);
  return answers && parsed.success ? { ...parsed.data, answers } : undefined;
}
