import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "../../server/trpc/router.ts";
import { porterErrorOf, type ErrorCode, type Issue } from "../../shared/errors.ts";
import { readRetryAfter } from "../../shared/retry-after.ts";

/**
 * Porter's own codes, and two of the client:
 * - `UNREACHABLE`: no answer came, or it was not Porter that answered
 * - `AGENT_STOPPED`: the agent whose answer is read failed or was interrupted (`AgentStopped`)
 */
export type PorterErrorCode = ErrorCode | "UNREACHABLE" | "AGENT_STOPPED";

type Details = {
  status?: number | undefined;
  issues?: Issue[] | undefined;
  retryAfterMs?: number | undefined;
  cause?: unknown;
};

/** What every call and every stream fails with. The message is for a person. */
export class PorterError extends Error {
  override readonly name: string = "PorterError";
  readonly code: PorterErrorCode;
  /** HTTP's, when an answer came; of calls that travelled together each has its own. */
  declare readonly status?: number;
  /** What is wrong with the input, for a form that tells each fault at its field. The message says it, too. */
  declare readonly issues?: Issue[];
  /** So many ms from the answer on Porter will refuse again. */
  declare readonly retryAfterMs?: number;

  constructor(code: PorterErrorCode, message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.status !== undefined) this.status = details.status;
    if (details.issues !== undefined) this.issues = details.issues;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
  }
}

/** What a refusal means without words of Porter's: those of a stream are not read, a proxy in front of Porter has its own. */
const CODES: Record<number, ErrorCode> = {
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  429: "RATE_LIMITED",
  503: "UNAVAILABLE",
};

/** @param where the address that was asked, for the message */
export function asPorterError(error: unknown, where?: string): PorterError {
  if (error instanceof PorterError) return error;
  const { cause, data, meta } = error instanceof TRPCClientError ? error : new TRPCClientError(String(error));
  if (cause instanceof PorterError) return cause;
  const response = meta?.["response"] instanceof Response ? meta["response"] : undefined;
  const porter = porterErrorOf(error);
  if (porter) {
    const status = data?.httpStatus ?? response?.status; // The answer of a whole batch says 207.
    return new PorterError(porter.code, porter.message, { ...porter, status, ...waitOf(response) });
  }
  if (response) return foreignAnswer(response, where);
  const status = statusOfEvent(cause);
  if (status !== undefined) return foreignAnswer({ status }, where);
  return new PorterError("UNREACHABLE", `Porter does not answer${at(where)} (${reasonOf(error)}).`, {
    cause,
  });
}

/** It came from something else at this address, or from a proxy in front of Porter. */
export function foreignAnswer(answer: Pick<Response, "status"> | Response, where?: string): PorterError {
  const { status } = answer;
  const message = `What answers${at(where)} is not Porter, or refuses this address (HTTP ${status}).`;
  const wait = waitOf(answer instanceof Response ? answer : undefined);
  return new PorterError(CODES[status] ?? "UNREACHABLE", message, { status, ...wait });
}

const at = (where: string | undefined) => (where === undefined ? "" : ` at ${where}`);

const waitOf = (response: Response | undefined) => ({
  retryAfterMs: readRetryAfter(response?.headers.get("retry-after") ?? null, new Date()),
});

/** Whether the same call may find Porter in a better state later. */
export function isPassing({ code, status }: PorterError): boolean {
  if (code === "UNREACHABLE") return status === undefined || status >= 500 || status === 408;
  return code === "UNAVAILABLE" || code === "RATE_LIMITED";
}

/** Ends a stream with a PorterError whatever goes wrong behind it. */
export const porterErrors =
  (where: string): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next: (value) => observer.next(value),
        // tRPC's types know only its own class; what it is given, it passes on as it is.
        error: (error) => observer.error(asPorterError(error, where) as unknown as typeof error),
        complete: () => observer.complete(),
      }),
    );

/**
 * The HTTP status on the error event of an EventSource; undefined when no answer came at all. An exception's `code`
 * (DOMException) is another thing.
 */
function statusOfEvent(event: unknown): number | undefined {
  if (typeof event !== "object" || event === null || event instanceof Error) return undefined;
  const code = "code" in event ? event.code : undefined;
  return typeof code === "number" ? code : undefined;
}

/** `ECONNREFUSED` and the like, of the innermost cause: `fetch` itself says only that it failed. */
function reasonOf(error: unknown): string {
  let inmost = error;
  while (inmost instanceof Error && inmost.cause instanceof Error) inmost = inmost.cause;
  if (!(inmost instanceof Error)) return String(inmost);
  return "code" in inmost && typeof inmost.code === "string" ? inmost.code : inmost.message;
}
