import { TRPCClientError } from "@trpc/client";
import { porterErrorOf, type ErrorCode } from "../shared/errors.ts";

export type Hints = Partial<Record<ErrorCode, string>>;

/** A tool was called in a way that cannot work. The message is for Claude and says what to do instead. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}

const GENERAL_HINTS: Hints = {
  UNAUTHORIZED:
    "The token of this MCP server (PORTER_TOKEN) is not good. An agent's token ends with its process; the owner's stands in Porter's data folder. Trying again will not help: tell the person.",
  FORBIDDEN: "An agent may not do this. Ask the person to do it in Porter.",
  RATE_LIMITED: "Wait before you try again.",
  UNAVAILABLE: "Porter is stopping or starting. Try again in some seconds.",
  INTERNAL: "Trying once more may help; if not, tell the person.",
};

/** What Claude is told about a failed call: what went wrong, and what to do about it. */
export function explain(error: unknown, hints: Hints = {}): string {
  if (error instanceof ToolError) return error.message;
  const porter = porterErrorOf(error);
  if (porter) {
    const hint = hints[porter.code] ?? GENERAL_HINTS[porter.code];
    return hint ? `${porter.message} ${hint}` : porter.message;
  }
  if (!(error instanceof TRPCClientError)) return error instanceof Error ? error.message : String(error);
  const { response } = error.meta ?? {};
  return response instanceof Response
    ? `What answers at PORTER_API_URL is not Porter, or refuses this address (HTTP ${response.status}).`
    : `Porter does not answer (${error.message}). Is it running, and is PORTER_API_URL its address? Trying again helps only once it runs: tell the person.`;
}
