import type { Refusal } from "../../auth/guards.ts";
import type { Log } from "../../log.ts";
import type { Clock } from "../clock.ts";
import type { Unchecked } from "../contract.ts";
import type { WebhookCheck, WebhookHost } from "../host-port.ts";
import { checkType, isSaidEmpty, parseJson, readBody } from "./body.ts";
import { keptHeaders } from "./headers.ts";
import type { createWebhookLimits } from "./limits.ts";
import type { WebhookSecrets } from "./secrets.ts";
import { verifyStandard } from "./standard.ts";
import type { Accepted, Transitions } from "./transitions.ts";

const MAX_ID_LENGTH = 300;
/**
 * In ms: how long a sender of too many waits for its 429. One that sends the next when it has the answer, as floods do,
 * is slowed down to what nobody else notices.
 */
const HOLD_BACK = 100;
/** What an empty body stands for, as JSON. */
const NULL = new TextEncoder().encode("null");

/**
 * The whole of `POST /webhooks/:integrationId`: 202 `{id}` once it is on the disk, 200 `{id, duplicate: true}` for an
 * id that has come before; 401, 404, 405, 408, 413, 415 and 429 before anything is written, and 400 for what is signed
 * but no JSON.
 */
export function createReceiver(deps: {
  host: Pick<WebhookHost, "webhookOf">;
  secrets: Pick<WebhookSecrets, "list">;
  transitions: Pick<Transitions, "accept">;
  limits: ReturnType<typeof createWebhookLimits>;
  log: Pick<Log, "debug">;
  clock: Clock;
}) {
  const { host, secrets, transitions, limits, log, clock } = deps;

  async function admit(integrationId: string, request: Request): Promise<Accepted | Refusal> {
    const webhook = host.webhookOf(integrationId);
    if (!webhook) return { status: 404, code: "NOT_FOUND", message: "There is no webhook at this address." };
    const wrongType = checkType(request);
    const mayBeEmpty = webhook.check === "own" && webhook.takesEmptyBody;
    if (wrongType && !(mayBeEmpty && isSaidEmpty(request))) return wrongType;
    const receivedAt = clock.now();
    const body = await readBody(request, clock);
    if ("status" in body) return body;
    if (wrongType && body.length > 0) return wrongType;
    const headers = Object.fromEntries(request.headers);
    const webhookId = verify(integrationId, webhook, { body, headers, receivedAt });
    if (webhookId === undefined)
      return { status: 401, code: "UNAUTHORIZED", message: "The signature is not good." };
    const json = mayBeEmpty && body.length === 0 ? NULL : body;
    if (webhookId === "" || webhookId.length > MAX_ID_LENGTH || !isJson(json))
      return { status: 400, code: "INVALID", message: "The body is not JSON, or the id is too long." };
    return transitions.accept({
      integrationId,
      webhookId,
      body: json,
      headers: keptHeaders(headers),
      receivedAt,
    });
  }

  function verify(integrationId: string, webhook: WebhookCheck, given: Unchecked): string | undefined {
    if (webhook.check === "standard") return verifyStandard(given, secrets.list(integrationId));
    return webhook.hasSecret ? webhook.verify(given) : undefined;
  }

  /** @param from the sender's address */
  return async (integrationId: string, request: Request, from: string): Promise<Response> => {
    if (request.method !== "POST") {
      return refuse({ status: 405, code: "INVALID", message: "A webhook is sent with POST." });
    }
    const { waitSeconds, headers } = limits.enter(from, integrationId);
    if (waitSeconds !== undefined) {
      await new Promise<void>((resolve) => clock.after(HOLD_BACK, resolve));
      const message = `Too many webhooks. Try again in ${waitSeconds} seconds.`;
      return refuse(
        { status: 429, code: "RATE_LIMITED", message },
        { ...headers, "retry-after": String(waitSeconds) },
      );
    }
    const outcome = await admit(integrationId, request);
    if ("status" in outcome) {
      log.debug({ integration: integrationId, from, status: outcome.status }, "a webhook was refused");
      limits.leave(integrationId);
      if (outcome.status === 401) limits.distrust(from);
      return refuse(outcome, headers);
    }
    const { delivery, isNew } = outcome;
    return isNew
      ? Response.json({ id: delivery.id }, { status: 202, headers })
      : Response.json({ id: delivery.id, duplicate: true }, { headers });
  };
}

function isJson(body: Uint8Array): boolean {
  try {
    parseJson(body);
    return true;
  } catch {
    return false;
  }
}

/** 408, 413: the rest of the body is not waited for. 415: RFC 9110, 15.5.16. */
const HEADERS: Readonly<Record<number, Record<string, string>>> = {
  405: { allow: "POST" },
  408: { connection: "close" },
  413: { connection: "close" },
  415: { accept: "application/json", "accept-encoding": "identity" },
};

const refuse = ({ status, code, message }: Refusal, headers: Record<string, string> = {}): Response =>
  Response.json({ code, message }, { status, headers: { ...headers, ...HEADERS[status] } });
