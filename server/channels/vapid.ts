import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { touchPrivate } from "../db/instance.ts";
import { StartError } from "../errors.ts";

/** A P-256 pair, base64url: the uncompressed point (65 bytes) and the scalar (32 bytes). */
const VapidKeys = z.object({ publicKey: z.string().length(87), privateKey: z.string().length(43) });
export type VapidKeys = z.infer<typeof VapidKeys>;

/**
 * The keys by which push services know this Porter (RFC 8292), from `<dataDir>/vapid.json`, made at the first start.
 * They are never replaced by themselves: every browser's subscription is bound to them.
 */
export function loadVapidKeys(dataDir: string): VapidKeys {
  const path = join(dataDir, "vapid.json");
  touchPrivate(path);
  const text = readFileSync(path, "utf8").trim();
  if (text !== "") return parse(text, path);
  const made = makeVapidKeys();
  writeFileSync(path, `${JSON.stringify(made)}\n`);
  return made;
}

function parse(text: string, path: string): VapidKeys {
  try {
    return VapidKeys.parse(JSON.parse(text));
  } catch {
    // Without the cause, which quotes the file.
    throw new StartError(
      `${path} does not hold the keys for Web Push. Restore it, or delete it: then every browser has to switch notifications on again.`,
    );
  }
}

function makeVapidKeys(): VapidKeys {
  const { x, y, d } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  if (!x || !y || !d) throw new Error("A P-256 key came without its parts.");
  const point = [Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
  return { publicKey: Buffer.concat(point).toString("base64url"), privateKey: d };
}

/** Names that nobody outside can resolve: RFC 2606, 6761, 6762, 8375 and custom. */
const LOCAL_NAME =
  /^[^.]+$|\.(local|localhost|internal|intranet|lan|home|corp|test|invalid|example|home\.arpa)$/;

/**
 * Whom a push service may turn to (RFC 8292, 2.1). Apple refuses pushes whose contact it cannot resolve, which
 * Google and Mozilla do not look at. A Porter without a public address has no true contact to give; example.com is
 * reserved (RFC 2606), so nobody's, and it resolves.
 */
export function contactOf(publicUrl: string | undefined): string {
  if (publicUrl !== undefined) {
    const { protocol, hostname, origin } = new URL(publicUrl);
    const isAddress = /^[\d.]+$|:/.test(hostname);
    if (protocol === "https:" && !isAddress && !LOCAL_NAME.test(hostname)) return origin;
  }
  return "mailto:porter@example.com";
}
