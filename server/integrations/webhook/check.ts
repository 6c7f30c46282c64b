import { createHash, timingSafeEqual } from "node:crypto";
import type { Unchecked } from "../contract.ts";
import { verifyGitHub } from "../github/signature.ts";
import { verifyStandard } from "../webhooks/standard.ts";
import type { Config, Hook } from "./config.ts";

/**
 * All hooks have one address, and the check says which one is meant: the first that takes the message. Its name goes
 * before the sender's id, which also keeps the ids of one hook apart from those of another.
 */
export function verifyHooks(given: Unchecked, { hooks }: Config): string | undefined {
  for (const hook of hooks) {
    const id = verifyHook(given, hook);
    if (id !== undefined) return `${hook.name}:${id}`;
  }
  return undefined;
}

export const hookNameIn = (webhookId: string): string => webhookId.slice(0, webhookId.indexOf(":"));

function verifyHook(given: Unchecked, hook: Hook): string | undefined {
  switch (hook.verify) {
    case "standard":
      return verifyStandard(given, [hook.secret]);
    case "github":
      return verifyGitHub(given, hook.secret);
    case "token":
      return verifyToken(given, hook);
  }
}

/** A token says nothing of the message: one without an id is a new one each time. */
function verifyToken(
  { headers }: Unchecked,
  { header, secret }: { header: string; secret: string },
): string | undefined {
  const token = (headers[header] ?? "").replace(/^Bearer +/i, "");
  if (!timingSafeEqual(digest(token), digest(secret))) return undefined;
  return /^[\x21-\x7e]{1,100}$/.exec(headers["webhook-id"] ?? "")?.[0] ?? crypto.randomUUID();
}

/** Digests have one length, as `timingSafeEqual` needs it, and tell nothing of the secret's. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
