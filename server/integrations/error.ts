import type { Remedy } from "../../shared/integration.ts";

/**
 * A failure that says what would help. The message is for the owner: a sentence, without secrets.
 * - `retry`: another try later; Porter makes it
 * - `auth`: signing in again
 * - `config`: another configuration; the message names the key
 * - `broken`: nothing but a mend
 */
export class IntegrationError extends Error {
  override name = "IntegrationError";
  readonly remedy: Remedy;
  /** For `retry`: not before this long, in ms, as a service may ask for. */
  readonly afterMs: number | undefined;

  constructor(remedy: Remedy, message: string, options: ErrorOptions & { afterMs?: number } = {}) {
    super(message, options);
    this.remedy = remedy;
    this.afterMs = options.afterMs;
  }
}

/**
 * This one delivery cannot be used, however often it is tried: its body is not what the integration takes. Thrown by
 * `handleWebhook` or by its effect. The delivery is given up at once (`dead`, with this message) and the integration
 * stays as it is: one message must not be able to bring it down. The error's words are for the owner and quote no
 * values of the body.
 */
export class BadDelivery extends Error {
  override name = "BadDelivery";
}
