import { z } from "zod";
import type { Actor } from "../../../shared/actor.ts";
import type { WebhookSecret } from "../../../shared/integration.ts";
import { PorterError } from "../../errors.ts";
import type { EventLog } from "../../events/log.ts";
import type { WebhookHost } from "../host-port.ts";
import type { Vault } from "../vault.ts";

/** How long the secret before a rotation stays good, in ms. */
const OVERLAP = 24 * 3_600_000;
/** Begins with `porter.`: out of the integration's own reach. */
const KEY = "porter.webhook";

const Kept = z.object({
  current: z.string(),
  previous: z.array(z.object({ secret: z.string(), until: z.coerce.date() })),
});

export type WebhookSecrets = ReturnType<typeof createWebhookSecrets>;

/** The secrets that senders sign with (Standard Webhooks). Made here, shown once, kept in the vault. */
export function createWebhookSecrets(deps: {
  vault: Pick<Vault, "get" | "set">;
  host: Pick<WebhookHost, "find">;
  events: Pick<EventLog, "write">;
  now: () => Date;
}) {
  const { vault, host, events, now } = deps;

  /** One that the vault cannot open any more is none: nothing is good, and the owner makes a new one. */
  function read(integrationId: string): z.infer<typeof Kept> | undefined {
    try {
      const text = vault.get(integrationId, KEY);
      return text === undefined ? undefined : Kept.parse(JSON.parse(text));
    } catch (error) {
      if (error instanceof PorterError) return undefined;
      throw error;
    }
  }

  const stillGood = ({ previous }: z.infer<typeof Kept>) => previous.filter(({ until }) => until > now());

  /** @throws PorterError NOT_FOUND, or INVALID for an integration that takes no webhooks or checks them itself */
  function requireStandard(integrationId: string): void {
    const integration = host.find(integrationId);
    if (!integration)
      throw new PorterError("NOT_FOUND", `There is no integration with the id "${integrationId}".`);
    if (integration.webhook?.check !== "standard") {
      throw new PorterError("INVALID", `${integration.name} has no secret of Porter's for its webhooks.`);
    }
  }

  return {
    has: (integrationId: string): boolean => read(integrationId) !== undefined,

    /** All that are good at the moment. */
    list(integrationId: string): string[] {
      const kept = read(integrationId);
      return kept ? [kept.current, ...stillGood(kept).map(({ secret }) => secret)] : [];
    },

    /**
     * A fresh secret; the one before is good for another day.
     * @throws PorterError NOT_FOUND, or INVALID for an integration that takes no webhooks or checks them itself
     */
    rotate(integrationId: string, actor: Actor): WebhookSecret {
      requireStandard(integrationId);
      const kept = read(integrationId);
      const until = new Date(now().getTime() + OVERLAP);
      const previous = kept ? [{ secret: kept.current, until }, ...stillGood(kept)] : [];
      const current = `whsec_${Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("base64")}`;
      events.write((append) => {
        vault.set(integrationId, KEY, JSON.stringify({ current, previous }));
        append({ kind: "integration.rotated", subject: `integration:${integrationId}`, actor });
      });
      return { secret: current, previousUntil: kept ? until : null };
    },
  };
}
