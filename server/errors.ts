import type { ErrorCode, Issue } from "../shared/errors.ts";

/**
 * The one error that Porter throws on purpose. `message` is for people and reaches clients as it is; what only a
 * developer needs goes into `cause`, which reaches the log and nobody else.
 */
export class PorterError extends Error {
  override readonly name = "PorterError";
  readonly code: ErrorCode;
  readonly issues: Issue[] | undefined;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; issues?: Issue[] }) {
    super(message, options);
    this.code = code;
    this.issues = options?.issues;
  }
}

/** A start that cannot go on. `main` prints the message, without a stack, and exits 1. */
export class StartError extends Error {
  override readonly name = "StartError";
}
