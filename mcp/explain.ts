import { PorterError, type PorterErrorCode } from "../client/sdk/error.ts";

export type Hints = Partial<Record<PorterErrorCode, string>>;

/** A tool was called in a way that cannot work. The message is for Claude and says what to do instead. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}

const GENERAL_HINTS: Hints = {
  UNAUTHORIZED:
    "The token of this MCP server (PORTER_TOKEN) is not good. An agent's token ends with its process; the owner's stands in Porter's data folder. Trying again will not help: tell the person.",
  FORBIDDEN: "Ask the person: they can do it in Porter, or make a token with a wider scope.",
  RATE_LIMITED: "Wait before you try again.",
  UNAVAILABLE: "Porter is stopping or starting. Try again in some seconds.",
  INTERNAL: "Trying once more may help; if not, tell the person.",
  UNREACHABLE:
    "Is it running, and is PORTER_API_URL its address? Trying again helps only once it runs: tell the person.",
};

/** Porter's code of a failed call; undefined for any other error. */
export const codeOf = (error: unknown): PorterErrorCode | undefined =>
  error instanceof PorterError ? error.code : undefined;

/** What Claude is told about a failed call: what went wrong, and what to do about it. */
export function explain(error: unknown, hints: Hints = {}): string {
  if (error instanceof ToolError) return error.message;
  if (!(error instanceof PorterError)) return error instanceof Error ? error.message : String(error);
  const hint = hints[error.code] ?? GENERAL_HINTS[error.code];
  return hint ? `${error.message} ${hint}` : error.message;
}
