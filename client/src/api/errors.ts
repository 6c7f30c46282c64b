import type { ErrorCode, Issue, PorterErrorShape } from "../../../shared/errors.ts";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/**
 * Reads `error.data.porter`. The twin of shared/errors.ts without zod: the schema library is 15 KB that the first
 * page would wait for.
 */
export function porterError(error: unknown): PorterErrorShape | undefined {
  const data = isRecord(error) && isRecord(error["data"]) ? error["data"]["porter"] : undefined;
  if (!isRecord(data) || typeof data["code"] !== "string" || typeof data["message"] !== "string")
    return undefined;
  return {
    // The server's own closed list; a code that is newer than this page falls into each caller's default.
    code: data["code"] as ErrorCode,
    message: data["message"],
    // The server made them by their schema.
    ...(Array.isArray(data["issues"]) && { issues: data["issues"] as Issue[] }),
  };
}

export const isUnauthorized = (error: unknown): boolean => porterError(error)?.code === "UNAUTHORIZED";
export const isNotFound = (error: unknown): boolean => porterError(error)?.code === "NOT_FOUND";

/** What to tell a person about any failure. */
export function explain(error: unknown): string {
  const known = porterError(error);
  if (known) return known.message;
  if (
    error instanceof Error &&
    error.name === "TRPCClientError" &&
    /fetch|network|load failed/i.test(error.message)
  ) {
    return "Porter does not answer. Is it still running on this machine?";
  }
  return "Something went wrong on the way to Porter. Try again.";
}
