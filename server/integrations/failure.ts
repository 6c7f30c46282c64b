import type { Remedy } from "../../shared/integration.ts";
import { shorten } from "../../shared/text.ts";
import { PorterError } from "../errors.ts";
import { IntegrationError } from "./error.ts";

/** What went wrong with an integration, in words for its owner. */
export type Failure = {
  remedy: Remedy;
  message: string;
  afterMs?: number | undefined;
  /** Environment variables that are not set: only a restart brings them. */
  variables?: string[];
};

const MAX_MESSAGE = 500;

/**
 * What anything that was thrown means. Only errors whose words are meant for people are quoted: others may hold
 * addresses and secrets, and go to the log alone.
 */
export function readFailure(thrown: unknown): Failure {
  try {
    if (thrown instanceof IntegrationError)
      return { remedy: thrown.remedy, message: tidy(thrown.message), afterMs: thrown.afterMs };
    if (thrown instanceof PorterError) return { remedy: "retry", message: tidy(thrown.message) };
    const name =
      thrown instanceof Error ? thrown.name : `it threw ${thrown === null ? "null" : typeof thrown}`;
    return unexpected(tidy(name));
  } catch {
    // What is thrown may itself throw when it is looked at.
    return unexpected("it threw something that cannot be read");
  }
}

const unexpected = (what: string): Failure => ({
  remedy: "retry",
  message: `It failed unexpectedly (${what}). The server's log says more.`,
});

const tidy = (text: unknown): string =>
  shorten(String(text).toWellFormed().replaceAll("\0", ""), MAX_MESSAGE) || "It gave no reason.";

/** What was asked for cannot be: that is the caller's affair, and says nothing of the integration. */
export const isRefusal = (thrown: unknown): thrown is PorterError =>
  thrown instanceof PorterError && ["NOT_FOUND", "CONFLICT", "INVALID"].includes(thrown.code);

/** For the log: where it was thrown, and what caused it. */
export function traceOf(thrown: unknown, depth = 3): string {
  try {
    if (!(thrown instanceof Error)) return `${typeof thrown} thrown`;
    const own = thrown.stack ?? thrown.message;
    return thrown.cause === undefined || depth === 0
      ? own
      : `${own}\ncaused by ${traceOf(thrown.cause, depth - 1)}`;
  } catch {
    return "something that cannot be read was thrown";
  }
}
