import type { SDKAssistantMessageError } from "@anthropic-ai/claude-agent-sdk";

export const STOPPED = "Porter was stopped while the agent was at work. Send a message to go on.";

const EXPLANATIONS: Partial<Record<SDKAssistantMessageError, string>> = {
  authentication_failed:
    "Claude did not accept the login of this machine. Set ANTHROPIC_API_KEY in Porter's environment, or run `claude` once as Porter's user and sign in, then send the message again.",
  oauth_org_not_allowed:
    "The Claude account's organisation does not allow this use. Sign in with another account.",
  account_on_hold: "The Claude account is on hold. Its owner has to clear that with Anthropic.",
  billing_error: "The Claude account has no credit left. Add credit, then send the message again.",
  rate_limit: "The Claude account has reached its rate limit. Wait a while, then send the message again.",
  overloaded: "Claude's servers are overloaded right now. Send the message again in a few minutes.",
  server_error: "Claude's servers had an error. Send the message again.",
  model_not_found:
    "Claude does not know this model, or the account may not use it. Check `model` in the [agents] section.",
  invalid_request: "Claude refused the request.",
  max_output_tokens: "The answer was longer than the model may write. Ask it to go on.",
};

const UNREACHABLE =
  "Claude's servers could not be reached, or the answer broke off. Check this machine's connection, then send the message again.";

/** "Overloaded" by Anthropic's list of HTTP statuses; the CLI reports it as a plain server error. */
const OVERLOADED = 529;

/** Here the CLI's own words add what a person needs: when the limit ends, which model, what was refused. */
const TELLING = new Set<SDKAssistantMessageError>([
  "rate_limit",
  "billing_error",
  "model_not_found",
  "invalid_request",
]);

/** A failed turn in words for a person: what happened and what to do, then the CLI's own words. */
export function explainFailure(
  error: SDKAssistantMessageError | undefined,
  { reason, status }: { reason: string | null; status: number | null },
): string {
  if (error === "server_error" && status === null) return UNREACHABLE;
  const kind = status === OVERLOADED ? "overloaded" : error;
  const explanation = kind && EXPLANATIONS[kind];
  if (explanation) return reason && TELLING.has(kind) ? `${explanation}\n\n${reason}` : explanation;
  return reason ?? "The turn failed, and the Claude CLI did not say why.";
}

/** A process that could not be started, or ended in the middle of a turn. */
export function explainExit(error: unknown, command: string | undefined, stderr: string): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  const text = error instanceof Error ? error.message : String(error);
  if (code === "ENOENT" || /ENOENT|executable not found/i.test(text)) {
    return command
      ? `The Claude CLI was not found at "${command}" (agents.command in the configuration).`
      : "The Claude CLI that ships with Porter is missing. Run the start command again: it installs it.";
  }
  const detail = [text, stderr.trim()].filter((part) => part !== "").join("\n");
  return `The Claude CLI ended unexpectedly. Send a message to go on where it stopped.\n\n${detail}`;
}
