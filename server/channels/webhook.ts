import { Webhook } from "standardwebhooks";
import type { Notification } from "../../shared/notification.ts";
import type { Config } from "../config/load.ts";
import type { Outcome } from "./channel.ts";
import { post } from "./post.ts";

/** Posts notifications as JSON, signed as Standard Webhooks when there is a secret. */
export function createWebhook(
  { url, secret }: NonNullable<Config["channels"]["webhook"]>,
  linkTo: (path: string) => string | null,
) {
  const signer = secret === undefined ? undefined : new Webhook(secret);

  return (notification: Notification, signal: AbortSignal): Promise<Outcome> => {
    const { id, key, kind, title, body, link, approvalId, createdAt } = notification;
    const text = JSON.stringify({
      type: "notification",
      timestamp: createdAt.toISOString(),
      data: { id, key, kind, title, body, link, url: linkTo(link), approvalId },
    });
    // The same for each attempt, another one when the notification comes again.
    const messageId = `${id}-${createdAt.getTime()}`;
    const sentAt = new Date();
    const headers = {
      "content-type": "application/json",
      "webhook-id": messageId,
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
      ...(signer && { "webhook-signature": signer.sign(messageId, sentAt, text) }),
    };
    return post({ url, headers, body: text }, signal);
  };
}
