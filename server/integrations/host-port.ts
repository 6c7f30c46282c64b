import type { Integration } from "../../shared/integration.ts";
import type { Effect, Incoming, Unchecked } from "./contract.ts";

/** How an integration's webhooks are checked. */
export type WebhookCheck =
  | { check: "standard" }
  | {
      check: "own";
      /** An empty body is taken, as `null`. */
      takesEmptyBody: boolean;
      hasSecret: boolean;
      /** The sender's id of the message, or undefined when the signature is not good. Does not throw. */
      verify: (given: Unchecked) => string | undefined;
    };

/** What webhooks need of the host. */
export type WebhookHost = {
  find: (id: string) => Integration | undefined;
  /** undefined: unknown or disabled, or it takes none. */
  webhookOf: (id: string) => WebhookCheck | undefined;
  /** Rejects with an IntegrationError (`retry` while the integration is not up) or a BadDelivery. Has a time limit. */
  handleWebhook: (id: string, delivery: Incoming) => Promise<Effect>;
  /** Called back when an integration came up again: what waits for it may be tried at once. */
  onUp: (listener: (id: string) => void) => void;
};
