import { allows } from "./permission-rules.ts";
import type { ToolDecision, ToolQuestion } from "./runner/runner.ts";
import type { SessionSetup } from "./store/session-setup.ts";

/** Stands before a session's rules that deny. No tool's name begins with it, so such a rule allows nothing. */
const DENIED = "!";

export const denying = (rule: string): string => DENIED + rule;

/** The rules that a session's tools are denied by, in the CLI's words. */
export const deniedTools = ({ allowedTools }: Pick<SessionSetup, "allowedTools">): string[] =>
  allowedTools.flatMap((rule) => (rule.startsWith(DENIED) ? [rule.slice(DENIED.length)] : []));

/** What a session may not do, one that is made of it may not do either. */
export const limitsOf = (setup: SessionSetup | undefined): Pick<SessionSetup, "allowedTools" | "mcpOff"> => ({
  allowedTools: setup?.allowedTools.filter((rule) => rule.startsWith(DENIED)) ?? [],
  mcpOff: setup?.mcpOff ?? [],
});

/** A rule that names a tool denies all of it, also what a rule has to name more closely to allow it. */
export const isDenied = (
  denied: readonly string[],
  call: { tool: string; input: unknown },
  cwd: string,
): boolean => denied.some((rule) => rule === call.tool || allows(rule, call, cwd));

type Answer = (question: ToolQuestion) => ToolDecision | Promise<ToolDecision>;

/** Nobody is asked about what is denied anyway. The CLI knows the rules, too, and finds them in longer commands. */
export const refuseDenied =
  (denied: readonly string[], cwd: string, answer: Answer): Answer =>
  (question) =>
    isDenied(denied, question, cwd)
      ? { decision: "deny", reason: "This session may not use this: its agent profile denies it." }
      : answer(question);
