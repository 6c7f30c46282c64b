import type { Actor } from "../../../../shared/actor.ts";
import type { DecidedApproval } from "../../../../shared/approval.ts";
import { scopesOf } from "../../../../shared/permission-scope.ts";
import { readQuestions } from "../../../../shared/questions.ts";
import { describeActor } from "../../ui/actor.ts";
import { toolSummary } from "../../../../shared/tool-words.ts";

type NameOf = (id: string) => string | undefined;

function byWhom(actor: Actor | null, tokenName: NameOf): string {
  if (actor === null) return "";
  if (actor === "owner") return " by you";
  if (actor.startsWith("token:")) return ` by ${describeActor(actor, () => undefined, tokenName).text}`;
  return actor === "porter" ? " by Porter" : "";
}

/** What became of it, and through whom: "Allowed by you". */
export function outcomeOf({ approval, decidedBy }: DecidedApproval, tokenName: NameOf): string {
  const { status, toolName, expiresAt, decidedAt } = approval;
  if (status === "withdrawn") {
    if (decidedBy === "owner") return "Not answered: you went on without it";
    return decidedBy === null ? "Not answered" : "Not answered: the turn ended before";
  }
  if (status === "denied") {
    if (decidedBy === "porter" && expiresAt && decidedAt && expiresAt <= decidedAt)
      return "Denied at its time limit";
    return `${toolName === "AskUserQuestion" ? "Left unanswered" : "Denied"}${byWhom(decidedBy, tokenName)}`;
  }
  const done =
    toolName === "AskUserQuestion" ? "Answered" : toolName === "ExitPlanMode" ? "Approved" : "Allowed";
  return `${done}${byWhom(decidedBy, tokenName)}`;
}

/** How far the yes reaches beyond this call. */
export function scopeOf({ approval, rule }: DecidedApproval): string | undefined {
  if (rule === null) return undefined;
  const { toolName, editedInput, input } = approval;
  return (
    scopesOf({ toolName, input: editedInput ?? input }).find((scope) => scope.rule === rule)?.words ?? rule
  );
}

/** What it was about, in one line. */
export function subjectOf({ approval: { toolName, input, editedInput } }: DecidedApproval): string {
  if (toolName === "AskUserQuestion") return readQuestions(input)[0]?.question ?? "";
  return toolName === "ExitPlanMode" ? "" : toolSummary(toolName, editedInput ?? input);
}

export const placeOf = ({ session, seq }: DecidedApproval): string =>
  `/agents/${session.id}${seq === null ? "" : `#m${seq}`}`;
