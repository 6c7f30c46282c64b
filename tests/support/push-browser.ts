import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { decrypt } from "http_ece";
import { z } from "zod";
import { PushPayload, type PushSubscribe } from "../../shared/notification.ts";
import type { Received, Receiver } from "./receiver.ts";

const DAY = 24 * 3600;
const Header = z.object({ typ: z.literal("JWT"), alg: z.literal("ES256") });
const Claims = z.object({ aud: z.string(), exp: z.number(), sub: z.string() });

type Push = {
  payload: PushPayload;
  /** The VAPID key that signed it, base64url. */
  key: string;
  subject: string;
  urgency: string | null;
  topic: string | null;
  ttl: number;
  /** Of the encrypted body, in bytes. */
  size: number;
};

/** A browser with a subscription of its own at a push service, which is the receiver. */
export function createPushBrowser(service: Receiver, device = "A browser") {
  const keys = createECDH("prime256v1");
  const auth = randomBytes(16).toString("base64url");
  const endpoint = `${service.url}/push/${randomBytes(16).toString("base64url")}`;
  const subscription: PushSubscribe = {
    endpoint,
    keys: { p256dh: keys.generateKeys().toString("base64url"), auth },
    device,
  };

  return {
    subscription,

    /** As a push service and then the browser take a push in. Throws on what either would refuse. */
    read({ url, headers, body }: Received): Push {
      if (url.href !== endpoint) throw new Error("This push is for another browser.");
      if (headers.get("content-encoding") !== "aes128gcm") throw new Error("Not encoded by RFC 8188.");
      const { key, claims } = readVapid(headers.get("authorization") ?? "", url.origin);
      const text = decrypt(body, { version: "aes128gcm", privateKey: keys, authSecret: auth });
      return {
        payload: PushPayload.parse(JSON.parse(text.toString())),
        key,
        subject: claims.sub,
        urgency: headers.get("urgency"),
        topic: headers.get("topic"),
        ttl: z.coerce.number().int().positive().parse(headers.get("ttl")),
        size: body.length,
      };
    },
  };
}

/** RFC 8292: the token is signed by the key that stands beside it, for this service, for at most a day. */
function readVapid(authorization: string, origin: string) {
  const { jwt, key } = /^vapid t=(?<jwt>[^,]+), k=(?<key>[\w-]+)$/.exec(authorization)?.groups ?? {};
  if (!jwt || !key) throw new Error("There is no VAPID authorization.");
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  const point = Buffer.from(key, "base64url");
  const publicKey = createPublicKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "P-256",
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    },
  });
  const isSigned = verify(
    "sha256",
    Buffer.from(`${header}.${payload}`),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) throw new Error("The VAPID signature is wrong.");
  Header.parse(JSON.parse(Buffer.from(header, "base64url").toString()));
  const claims = Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
  const left = claims.exp - Date.now() / 1000;
  if (claims.aud !== origin || left <= 0 || left > DAY) throw new Error("The VAPID claims are wrong.");
  return { key, claims };
}
