import { z } from "zod";
import type { RunAction } from "../../shared/integration.ts";
import type { Session } from "../../shared/session.ts";
import type { Approvals } from "./approvals.ts";
import { asQuestion } from "./ask-owner.ts";
import { deniedTools, isDenied } from "./denied-tools.ts";
import { callOf } from "./integration-action.ts";
import { judge, type IsFreeForAgents } from "./permissions.ts";
import type { ToolDecision, ToolQuestion } from "./runner/runner.ts";
import type { Stores } from "./stores.ts";
import type { Transitions } from "./transitions.ts";

type Answered = NonNullable<ReturnType<Stores["approvals"]["findByToolUse"]>>;

const Input = z.record(z.string(), z.unknown());

export type ToolGate = ReturnType<typeof createToolGate>;

/**
 * Answers the CLI's question about each tool call. What needs a person is kept as an approval and parked
 * (`defer`): the approval is on the disk before the CLI hears of it, and the call outlives the process.
 */
export function createToolGate({
  stores,
  approvals,
  transitions,
  isFreeForAgents,
}: {
  stores: Stores;
  approvals: Approvals;
  transitions: Pick<Transitions, "hold">;
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
    const deliver = () => approval && !approval.isHeld && approvals.deliver(approval.id);
    switch (approval?.status) {
      case undefined:
        return undefined;
      case "pending":
        return { decision: "defer" };
      case "withdrawn":
        deliver();
        return { decision: "deny", reason: "The owner went on without answering this." };
      case "denied":
        deliver();
        return { decision: "deny", reason: approval.message ?? "The owner denied this call." };
      case "allowed":
        if (approval.deliveredAt) {
          approvals.askAgain(approval.id);
          return { decision: "defer" };
        }
        deliver();
        return { decision: "allow", ...changesTo(question.input, approval) };
    }
  }

  function park(session: Session, { toolUseId, tool, input }: ToolQuestion): ToolDecision {
    if (stores.approvals.findParked(session.id)) {
      // The CLI keeps one parked call for each message and forgets the others.
      return {
        decision: "deny",
        reason: "Another call waits for the owner. Make this one again when that is answered.",
        besideParked: true,
      };
    }
    approvals.ask(session.id, { toolUseId, toolName: tool, input });
    return { decision: "defer" };
  }

  /** The CLI drops a sub-agent's parked call without a word, but waits with it as long as it lives. */
  function hold(session: Session, question: ToolQuestion, asked: ToolQuestion): Promise<ToolDecision> {
    const { toolUseId, tool, input } = asked;
    const { id } = transitions.hold(session.id, { toolUseId, toolName: tool, input });
    return answerToHeld(id, session, question);
  }

  async function answerToHeld(id: string, session: Session, question: ToolQuestion): Promise<ToolDecision> {
    await approvals.answered(id);
    const answer = answerKnown(session, question);
    if (!answer) throw new Error(`approval ${id} is not there after it was answered`);
    return answer;
  }

  return {
    /** The CLI's question, before the call runs. What cannot be written down throws at once, and may be asked again. */
    answerFor:
      (sessionId: string) =>
      (question: ToolQuestion): ToolDecision | Promise<ToolDecision> => {
        const session = stores.sessions.find(sessionId);
        if (!session) return { decision: "deny", reason: "This session no longer exists." };
        const known = answerKnown(session, question);
        if (known) return known;
        const asked = asQuestion(question);
        const { tool, input } = asked;
        const verdict = verdictOn(session, { tool, input });
        if (verdict !== "ask") return { decision: verdict };
        return question.isSubagent ? hold(session, question, asked) : park(session, asked);
      },

    /**
     * The second look, when the action is about to run: an agent has its session's token and could go around the CLI.
     * The owner's word for a single call is used up by it.
     */
    mayRun(sessionId: string, run: RunAction): boolean {
      const session = stores.sessions.find(sessionId);
      if (!session) return false;
      const call = callOf(run);
      const denied = deniedTools({ allowedTools: stores.sessions.allowedTools(sessionId) });
      if (isDenied(denied, call, session.cwd)) return false;
      return verdictOn(session, call) === "allow" || approvals.use(sessionId, run);
    },
  };
}

/** What the owner's answer makes of the input: AskUserQuestion takes its answers as a part of it. */
function changesTo(
  input: unknown,
  { answers, editedInput }: Pick<Answered, "answers" | "editedInput">,
): { input?: Record<string, unknown>; note?: string } {
  if (editedInput)
    return {
      input: editedInput,
      note:
        "The owner changed the input of this call before allowing it; it ran with this: " +
        JSON.stringify(editedInput),
    };
  const parsed = Input.safeParse(input);
  return answers && parsed.success ? { input: { ...parsed.data, answers } } : {};
}
