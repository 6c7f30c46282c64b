import { isLoopback } from "../../shared/loopback.ts";
import type { PushSubscribe } from "../../shared/notification.ts";
import { PorterError } from "../errors.ts";

/**
 * Plain http only on this machine, where nobody listens in; no browser has such a push service.
 * @throws PorterError INVALID
 */
export async function requireUsable(endpoint: string, keys: PushSubscribe["keys"]): Promise<void> {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(hostname)))
    throw new PorterError("INVALID", "The endpoint of a push service is an https address.");
  const { encrypt } = await import("web-push");
  try {
    encrypt(keys.p256dh, keys.auth, "a push", "aes128gcm");
  } catch (cause) {
    throw new PorterError("INVALID", "Nothing can be encrypted with these keys.", { cause });
  }
}
