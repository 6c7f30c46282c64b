import pino from "pino";
import { z } from "zod";
import type {
  Effect,
  Incoming,
  IntegrationContext,
  IntegrationDefinition,
} from "../../server/integrations/contract.ts";
import { defineIntegration } from "../../server/integrations/contract.ts";
import { createWebhookRoom } from "../../server/integrations/webhooks/room.ts";
import type { Delivery } from "../../shared/delivery.ts";
import type { ScratchDatabase } from "../support/database.ts";
import { createFakeClock, openIntegrations } from "../support/integrations.ts";
import { post, signed } from "./sign.ts";

type Handler = (
  delivery: Incoming,
  context: IntegrationContext<Record<string, unknown>>,
) => Effect | Promise<Effect>;

/** An integration that takes webhooks and does with them what a test says. */
export const takes = (id: string, handler: Handler) =>
  defineIntegration({
    id,
    name: `The ${id}`,
    description: "Takes webhooks.",
    config: z.strictObject({}),
    webhook: { check: "standard" },
    actions: {},
    init: (context) => ({ handle: {}, handleWebhook: (delivery) => handler(delivery, context) }),
  });

type Options = {
  database?: ScratchDatabase;
  /** By the integration's id. */
  handlers?: Record<string, Handler>;
  /** Further integrations. */
  others?: IntegrationDefinition[];
  /** Time passes as the test says, from now. */
  clock?: ReturnType<typeof createFakeClock>;
};

/** The rooms in this process, on a real database and a real socket, with a secret for each integration. */
export async function openWebhooks(options: Options) {
  const { database, handlers = {}, others = [], clock = createFakeClock(new Date()) } = options;
  const definitions = [...Object.entries(handlers).map(([id, handler]) => takes(id, handler)), ...others];
  const integrations = openIntegrations({
    definitions,
    clock,
    ...(database && { database }),
    hasWebhookSecret: (id) => webhooks.secrets.has(id),
  });
  const { db, events, notifications, host, vault } = integrations;
  const webhooks = createWebhookRoom({
    db,
    events,
    notifications,
    host,
    vault,
    log: pino({ level: "silent" }),
    clock,
  });
  webhooks.start();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0, // As Porter's own.
    fetch: (request) => webhooks.receive(new URL(request.url).pathname.slice(1), request, "127.0.0.1"),
  });
  const secrets = new Map<string, string>();
  const stopping = new AbortController();

  function secretOf(id: string): string {
    const known = secrets.get(id) ?? webhooks.secrets.rotate(id, "owner").secret;
    secrets.set(id, known);
    return known;
  }

  const room = {
    ...integrations,
    ...webhooks,
    clock,
    secretOf,
    addressOf: (id: string): string => `http://127.0.0.1:${server.port}/${id}`,

    /** Posts a signed message, and gives the delivery that was made of it. */
    async send(id: string, body: unknown, webhookId?: string): Promise<Delivery> {
      const message = { body: JSON.stringify(body), secret: secretOf(id), at: clock.now() };
      const answer = await post(
        room.addressOf(id),
        signed({ ...message, ...(webhookId && { id: webhookId }) }),
      );
      const { id: deliveryId }: { id: string } = await answer.json();
      return webhooks.deliveries.get(deliveryId);
    },

    /** Resolves when the condition holds, looked at with each change of a delivery. */
    async until(condition: () => boolean): Promise<void> {
      const signal = stopping.signal;
      for await (const { type } of events.follow({ filter: { families: ["delivery"] }, signal }))
        if (type !== "live" && condition()) return;
    },

    untilState: (id: string, state: Delivery["state"]): Promise<void> =>
      room.until(() => webhooks.deliveries.get(id).state === state),

    async [Symbol.asyncDispose](): Promise<void> {
      stopping.abort();
      await server.stop(true);
      const stopped = Promise.all([webhooks.stop(), integrations[Symbol.asyncDispose]()]);
      await clock.advance(10_000); // The host's patience with what does not end.
      await stopped;
    },
  };
  return room;
}
