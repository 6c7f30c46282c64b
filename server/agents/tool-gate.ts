import { z } from "zod";
import type { Session } from "../../shared/session.ts";
import type { Approvals } from "./approvals.ts";
import { judge } from "./permissions.ts";
import type { ToolDecision, ToolQuestion } from "./runner/runner.ts";
import type { Stores } from "./stores.ts";

const Input = z.record(z.string(), z.unknown());

/**
 * Answers the CLI's question about each tool call. What needs a person is kept as an approval and parked
 * (`defer`): the approval is on the disk before the CLI hears of it, and the call outlives the process.
 */
export function createToolGate({ stores, approvals }: { stores: Stores; approvals: Approvals }) {
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

  return (sessionId: string) =>
    (question: ToolQuestion): ToolDecision => {
      const session = stores.sessions.find(sessionId);
      if (!session) return { decision: "deny", reason: "This session no longer exists." };
      const known = answerKnown(session, question);
      if (known) return known;
      const verdict = judge({
        tool: question.tool,
        input: question.input,
        mode: session.permissionMode,
        cwd: session.cwd,
        remembered: stores.sessions.allowedTools(sessionId),
      });
      return verdict === "ask" ? park(session, question) : { decision: verdict };
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
