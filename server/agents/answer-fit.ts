import type { Approval, DecideApproval } from "../../shared/approval.ts";
import { scopesOf } from "../../shared/permission-scope.ts";
import { readQuestions } from "../../shared/questions.ts";
import { PorterError } from "../errors.ts";
import { isDenied } from "./denied-tools.ts";
import { isQuestion } from "./permissions.ts";

/** @throws PorterError CONFLICT, with the cause, for an approval that takes no answer any more */
export function requireOpen({ status, expiresAt, decidedAt }: Approval, { decision }: DecideApproval): void {
  const isOver = (at: Date) => expiresAt !== null && expiresAt <= at;
  const cause =
    status === "withdrawn"
      ? "The session has gone on without this approval"
      : status === "denied" && decidedAt && isOver(decidedAt)
        ? "The time limit of this approval has passed, so it is denied"
        : status !== "pending"
          ? `This approval was answered already: it is ${status}`
          : // The timer that denies it may be late, as after a sleep of the machine.
            decision === "allow" && isOver(new Date())
            ? "The time limit of this approval has passed, so it is denied"
            : undefined;
  if (cause) throw new PorterError("CONFLICT", `${cause}; this answer has no effect.`);
}

/** @throws PorterError INVALID for what this approval cannot be answered with */
export function requireFit(
  answer: DecideApproval,
  { toolName, input }: Approval,
  session: { denied: readonly string[]; cwd: string },
): void {
  const { decision, editedInput, remember, permissionMode } = answer;
  if (editedInput && (decision === "deny" || isQuestion(toolName)))
    throw new PorterError("INVALID", "Only the input of a call that is allowed can be changed.");
  const misfit = editedInput && findMisfit(input, editedInput);
  if (misfit !== undefined)
    throw new PorterError(
      "INVALID",
      `The tool would refuse this: “${misfit}” is of another kind than before.`,
    );
  if (editedInput && isDenied(session.denied, { tool: toolName, input: editedInput }, session.cwd))
    throw new PorterError("INVALID", "The agent profile of this session denies what you made of this call.");
  if (permissionMode && (decision === "deny" || toolName !== "ExitPlanMode"))
    throw new PorterError("INVALID", "Only a plan that is allowed comes with a permission mode.");
  requireAnswers(answer, { toolName, input });
  if (typeof remember !== "string") return;
  const offered = scopesOf({ toolName, input: editedInput ?? input });
  if (decision === "deny" || !offered.some(({ rule }) => rule === remember))
    throw new PorterError("INVALID", "This call cannot be allowed with that rule.");
}

type Fields = Record<string, unknown>;

const kindOf = (value: unknown): string =>
  value === null ? "nothing" : Array.isArray(value) ? "list" : typeof value;

/**
 * The key of a value that is no longer a text, a list or whatever it was. The CLI has checked the agent's own input by the
 * tool's schema, which Porter does not know, and refuses a changed one only after the owner's answer is used up.
 */
const findMisfit = (input: unknown, edited: Fields): string | undefined => {
  const given = typeof input === "object" && input !== null ? (input as Fields) : {}; // any keys
  return Object.entries(edited).find(
    ([key, value]) =>
      Object.hasOwn(given, key) && given[key] !== null && kindOf(given[key]) !== kindOf(value),
  )?.[0];
};

/** Each question has its answer, and nothing else has one: the CLI takes answers as a part of the call's input. */
function requireAnswers(
  { decision, answers }: DecideApproval,
  { toolName, input }: Pick<Approval, "toolName" | "input">,
): void {
  if (decision === "deny" || toolName !== "AskUserQuestion") {
    if (!answers) return;
    throw new PorterError("INVALID", "Only a question of the agent's takes answers.");
  }
  const asked = new Set(readQuestions(input).map(({ question }) => question));
  const given = Object.entries(answers ?? {}).filter(([, text]) => text.trim() !== "");
  if (given.length === 0 || given.length !== asked.size || !given.every(([question]) => asked.has(question)))
    throw new PorterError("INVALID", "Answer each of the agent's questions, by its text, and nothing else.");
}
