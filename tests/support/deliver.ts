import type { OpenIntegrations } from "./integrations.ts";

type Message = {
  body: unknown;
  headers?: Record<string, string>;
  webhookId?: string;
  receivedAt?: Date;
};

/** As the inbox has a delivery handled: its effect in one transaction. Gives what it did, in words. */
export async function deliver(
  { host, events }: Pick<OpenIntegrations, "host" | "events">,
  integrationId: string,
  { body, headers = {}, webhookId = "msg_1", receivedAt = new Date() }: Message,
): Promise<string> {
  const effect = await host.handleWebhook(integrationId, {
    id: Bun.randomUUIDv7(),
    webhookId,
    body,
    headers,
    receivedAt,
  });
  return events.write(effect);
}
