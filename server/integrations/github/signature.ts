import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Unchecked } from "../contract.ts";

/**
 * Checks `X-Hub-Signature-256`, in constant time, over the bytes as they came. Source:
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 * @returns `X-GitHub-Delivery`, or undefined when the signature is not good
 */
export function verifyGitHub(
  { body, headers }: Omit<Unchecked, "receivedAt">,
  secret: string,
): string | undefined {
  const given = /^sha256=([0-9a-f]{64})$/.exec(headers["x-hub-signature-256"] ?? "")?.[1];
  if (given === undefined || secret === "") return undefined;
  const expected = createHmac("sha256", secret).update(body).digest();
  if (!timingSafeEqual(Buffer.from(given, "hex"), expected)) return undefined;
  return deliveryOf(headers) ?? createHash("sha256").update(body).digest("hex");
}

/** Other senders sign as GitHub does and leave the id out; the body is the message's identity then. */
const deliveryOf = (headers: Unchecked["headers"]): string | undefined =>
  /^[\x21-\x7e]{1,100}$/.exec(headers["x-github-delivery"] ?? "")?.[0];
