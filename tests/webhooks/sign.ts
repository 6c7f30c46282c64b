import { createHmac } from "node:crypto";

export type Signed = { headers: Record<string, string>; body: Uint8Array<ArrayBuffer> };

type Message = { id?: string; body: string | Uint8Array; secret: string; at?: Date };

/** A message as a sender signs it (Standard Webhooks). */
export function signed({
  id = `msg_${crypto.randomUUID()}`,
  body,
  secret,
  at = new Date(),
}: Message): Signed {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const bytes = new Uint8Array(Buffer.from(body));
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signatureOf({ id, timestamp, bytes, secret })}`,
  };
  return { headers, body: bytes };
}

/** In base64. */
export function signatureOf(given: {
  id: string;
  timestamp: string;
  bytes: Uint8Array;
  secret: string;
}): string {
  const key = Buffer.from(given.secret.replace("whsec_", ""), "base64");
  return createHmac("sha256", key)
    .update(`${given.id}.${given.timestamp}.`)
    .update(given.bytes)
    .digest("base64");
}

export const post = (address: string, { headers, body }: Signed): Promise<Response> =>
  fetch(address, { method: "POST", headers, body });
