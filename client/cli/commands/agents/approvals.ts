import type { Approval, WaitingApproval } from "../../../../shared/approval.ts";
import { readQuestions } from "../../../../shared/questions.ts";
import type { PorterClient } from "../../../sdk/client.ts";
import { answerIn, approvalInWords, callLine } from "../../attach/call.ts";
import { findTerminal } from "../../attach/terminal.ts";
import { CliError, usageError } from "../../failure.ts";
import { beginsWith, isShortId, onlyOne, shortId } from "../../find.ts";
import { hint, minute, print, tell, type JsonOption } from "../../output.ts";
import { connect } from "../../porter.ts";
import { table } from "../../table.ts";
import type { AllowOptions, AnswerOptions } from "./options.ts";

export async function list(options: JsonOption): Promise<void> {
  const porter = await connect();
  const waiting = await porter.agents.approvals.query();
  print(options, waiting, ({ items }) =>
    table(items, [
      { head: "approval", of: ({ approval }) => shortId(approval.id), style: () => "bold" },
      { head: "since", of: ({ approval }) => minute(approval.createdAt), yields: true },
      { head: "session", of: ({ session }) => shortId(session.id), yields: true },
      { head: "asks", of: ({ approval }) => asks(approval), gives: true },
    ]),
  );
  if (waiting.items.length === 0) hint(options, "Nothing waits for you.");
}

const asks = (approval: Approval): string =>
  readQuestions(approval.toolName === "AskUserQuestion" ? approval.input : undefined)[0]?.question ??
  callLine(approval);

export async function allow(ref: string, { answer = [], yes, json }: AllowOptions): Promise<void> {
  const porter = await connect();
  const { approval } = await findWaiting(porter, ref);
  const questions = approval.toolName === "AskUserQuestion" ? readQuestions(approval.input) : [];
  if (answer.length !== questions.length) {
    const wanted = questions.map(({ question }) => `  ${question}`).join("\n");
    throw usageError(
      questions.length === 0
        ? "This is a tool call, no question: it takes no --answer."
        : `Each of its questions takes an --answer:\n${wanted}`,
    );
  }
  const answers = Object.fromEntries(
    questions.map((question, index) => [question.question, answerIn(answer[index] ?? "", question)]),
  );
  await requireSeen(approval, ref, {
    yes,
    json,
    question: questions.length > 0 ? "Answer it so?" : "Allow it?",
  });
  const decided = await porter.agents.decide.mutate({
    approvalId: approval.id,
    decision: "allow",
    ...(questions.length > 0 && { answers }),
  });
  print({ json }, decided, (it) => `allowed: ${asks(it)}`);
}

export async function deny(ref: string, words: string[], { yes, json }: AnswerOptions): Promise<void> {
  const porter = await connect();
  const { approval } = await findWaiting(porter, ref);
  await requireSeen(approval, ref, { yes, json, question: "Deny it?" });
  const decided = await porter.agents.decide.mutate({
    approvalId: approval.id,
    decision: "deny",
    message: words.length === 0 ? undefined : words.join(" "),
  });
  print({ json }, decided, (it) => `denied: ${asks(it)}`);
}

/** By the start of its own id, or of its session's when that waits for one thing only. */
async function findWaiting(porter: PorterClient, ref: string): Promise<WaitingApproval> {
  const { items } = await porter.agents.approvals.query();
  const found = items.filter(({ approval, session }) =>
    [approval.id, session.id].some((id) => beginsWith(id, ref)),
  );
  if (found.length === 0) await requireNotDecided(porter, ref);
  return onlyOne(
    found,
    `approval that waits and begins with ${ref}`,
    ({ approval }) => `${shortId(approval.id)}  ${asks(approval)}`,
  );
}

/** @throws CliError CONFLICT for one that was answered lately, or that the session has left behind */
async function requireNotDecided(porter: PorterClient, ref: string): Promise<void> {
  const { items } = await porter.agents.decidedApprovals.query();
  const decided = items.find(({ approval }) => isShortId(approval.id, ref));
  if (decided) throw new CliError("CONFLICT", `It waits no more: it is ${decided.approval.status}.`);
}

/**
 * Who names an approval has seen what it asks. A session's id, or a few characters, fit whatever waits by now: that is
 * shown first. Between the answer and its effect the id stands for what was shown; Porter refuses one that is over.
 * @throws CliError USAGE where nobody can be asked, FAILED when the person leaves it open
 */
async function requireSeen(
  approval: Approval,
  ref: string,
  { yes, json, question }: AnswerOptions & { question: string },
): Promise<void> {
  if (yes || isShortId(approval.id, ref)) return;
  const terminal = json ? undefined : findTerminal();
  if (!terminal) {
    const id = shortId(approval.id);
    throw usageError(
      `What waits there now: ${id}  ${asks(approval)}\nGive this id, or --yes for whatever waits.`,
    );
  }
  tell(approvalInWords(approval));
  const said = await terminal.ask(`${question} [y/N] `, new AbortController().signal);
  if (!/^y(es)?$/i.test(said?.trim() ?? "")) throw new CliError("FAILED", "It was left as it is.");
}
