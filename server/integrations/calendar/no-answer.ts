import { IntegrationError } from "../error.ts";

/** Nothing that the other side has said: what was asked for may have been done, or not. */
export class NoAnswer extends IntegrationError {
  override name = "NoAnswer";

  constructor(message: string) {
    super("retry", message);
  }
}

/**
 * What a request comes to that has failed with what `fetch` throws. That is left out, but for its code: it quotes the
 * address, which may be a secret.
 */
export function requestFailure(thrown: unknown, words: string): IntegrationError {
  const message = `${words} (${codeOf(thrown)}).`;
  return isUnreachable(thrown) ? new IntegrationError("retry", message) : new NoAnswer(message);
}

/** There was no connection, so nothing was sent. */
export const isUnreachable = (thrown: unknown): boolean => UNREACHABLE.includes(codeOf(thrown));

const UNREACHABLE = [
  "ConnectionRefused",
  "FailedToOpenSocket",
  "ECONNREFUSED",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "ENOTFOUND",
];

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "unknown";
  return "code" in thrown && typeof thrown.code === "string" ? thrown.code : thrown.name;
}
