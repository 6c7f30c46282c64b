import { createHmac, timingSafeEqual } from "node:crypto";
import type { Unchecked } from "../contract.ts";

/** How far a message's time may be from ours, in seconds, both ways. */
const TOLERANCE = 300;
const PREFIX = "whsec_";

/**
 * Standard Webhooks (standardwebhooks.com), symmetric signatures `v1`: the message's id when one of its signatures is
 * by one of the secrets and its time is near ours, otherwise undefined.
 *
 * The package `standardwebhooks` reads the body as text before it checks it, so that two bodies can have the same
 * signature, and takes `1700000000x` for a time.
 */
export function verifyStandard(
  { body, headers, receivedAt }: Unchecked,
  secrets: readonly string[],
): string | undefined {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  if (!id || !timestamp || !isFresh(timestamp, receivedAt)) return undefined;
  const given = (headers["webhook-signature"] ?? "")
    .split(" ")
    .filter((signature) => signature.startsWith("v1,"))
    .map((signature) => Buffer.from(signature.slice(3)));
  return secrets.some((secret) => isAmong(sign(secret, `${id}.${timestamp}.`, body), given)) ? id : undefined;
}

const isFresh = (timestamp: string, now: Date): boolean =>
  /^\d{1,12}$/.test(timestamp) && Math.abs(Math.floor(now.getTime() / 1000) - Number(timestamp)) <= TOLERANCE;

/** The text of a signature: compared as such, because base64 has several spellings of the same bytes. */
function sign(secret: string, head: string, body: Uint8Array): Buffer {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, "base64");
  return Buffer.from(createHmac("sha256", key).update(head).update(body).digest("base64"));
}

const isAmong = (expected: Buffer, given: readonly Buffer[]): boolean =>
  given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
