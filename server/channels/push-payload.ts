import type { Notification, PushPayload } from "../../shared/notification.ts";
import { shorten } from "../../shared/text.ts";

/**
 * Bytes of plain text that fit: push services must take 4096 (RFC 8030, 7.2), of which aes128gcm with a P-256 key
 * needs 86 for its header, 16 for the tag and 1 for the delimiter (RFC 8188, 8291).
 */
export const PAYLOAD_LIMIT = 4096 - 86 - 16 - 1;

const LONGEST_TITLE = 200;

/** What the service worker reads, its words cut to fit. */
export function encodePayload(notification: Notification, limit: number): string {
  const { id, kind, link, approvalId } = notification;
  const title = shorten(notification.title, LONGEST_TITLE);
  const encode = (body: string): string =>
    JSON.stringify({ id, kind, title, body, link, approvalId } satisfies PushPayload);

  let { body } = notification;
  for (;;) {
    const text = encode(body);
    const excess = Buffer.byteLength(text) - limit;
    if (excess <= 0 || body === "") return text;
    // A character has at most 6 bytes in JSON (\u0001), so this never takes too much by far.
    body = shorten(body, body.length - 1 - Math.ceil(excess / 6));
  }
}
