import type { Approval, WaitingApproval } from "../../../../shared/approval.ts";
import { readQuestions } from "../../../../shared/questions.ts";
import type { PorterClient } from "../../../sdk/client.ts";
import { answerIn, callLine } from "../../attach/call.ts";
import { usageError } from "../../failure.ts";
import { beginsWith, onlyOne, shortId } from "../../find.ts";
import { hint, minute, print, type JsonOption } from "../../output.ts";
import { connect } from "../../porter.ts";
import { table } from "../../table.ts";
import type { AnswerOptions } from "./options.ts";

export async function list(options: JsonOption): Promise<void> {
  const porter = await connect();
  const waiting = await porter.agents.approvals.query();
  print(options, waiting, ({ items }) =>
    table(items, [
      { head: "approval", of: ({ approval }) => shortId(approval.id), style: () => "bold" },
      { head: "since", of: ({ approval }) => minute(approval.createdAt) },
      { head: "session", of: ({ session }) => shortId(session.id) },
      { head: "asks", of: ({ approval }) => asks(approval), gives: true },
    ]),
  );
  if (waiting.items.length === 0) hint(options, "Nothing waits for you.");
}

const asks = (approval: Approval): string =>
  readQuestions(approval.toolName === "AskUserQuestion" ? approval.input : undefined)[0]?.question ??
  callLine(approval);

export async function allow(ref: string, { answer = [], json }: AnswerOptions): Promise<void> {
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
  const decided = await porter.agents.decide.mutate({
    approvalId: approval.id,
    decision: "allow",
    ...(questions.length > 0 && { answers }),
  });
  print({ json }, decided, (it) => `allowed: ${asks(it)}`);
}

export async function deny(ref: string, words: string[], options: JsonOption): Promise<void> {
  const porter = await connect();
  const { approval } = await findWaiting(porter, ref);
  const decided = await porter.agents.decide.mutate({
    approvalId: approval.id,
    decision: "deny",
    message: words.length === 0 ? undefined : words.join(" "),
  });
  print(options, decided, (it) => `denied: ${asks(it)}`);
}

/** By the start of its own id, or of its session's when that waits for one thing only. */
async function findWaiting(porter: PorterClient, ref: string): Promise<WaitingApproval> {
  const { items } = await porter.agents.approvals.query();
  const found = items.filter(({ approval, session }) =>
    [approval.id, session.id].some((id) => beginsWith(id, ref)),
  );
  return onlyOne(
    found,
    `approval that waits and begins with ${ref}`,
    ({ approval }) => `${shortId(approval.id)}  ${asks(approval)}`,
  );
}
