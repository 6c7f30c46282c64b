import { z } from "zod";
import { Cursor, Id, PageLimit } from "./ids.ts";
import { oneLine, plainText } from "./text.ts";

export const NotificationKind = z.enum([
  "agent_completed",
  "agent_failed",
  "agent_waiting",
  "agent_note",
  "budget_warning",
  "task_due",
  "task_reminder",
  "event_soon",
  "integration_attention",
  "system_attention",
]);
export type NotificationKind = z.infer<typeof NotificationKind>;

export const Notification = z.object({
  id: Id,
  /** What it is about: a second one with the same key takes the place of the first, unread again. */
  key: z.string().nullable(),
  kind: NotificationKind,
  title: z.string(),
  body: z.string(),
  /** Path in the web app that shows what it is about: `/agents/<id>`. */
  link: z.string(),
  /** The approval that can be answered from it. */
  approvalId: Id.nullable(),
  /** The named token that said it. Null: it came from Porter, an agent, an integration or the owner in person. */
  tokenId: Id.nullable(),
  readAt: z.date().nullable(),
  /** Out of the inbox. */
  doneAt: z.date().nullable(),
  /** Out of the inbox until then. */
  snoozedUntil: z.date().nullable(),
  /** When it last came. */
  createdAt: z.date(),
});
export type Notification = z.infer<typeof Notification>;

export const NotificationState = z.enum(["inbox", "snoozed", "done"]);
export type NotificationState = z.infer<typeof NotificationState>;

export const ListNotifications = z.strictObject({
  /** `inbox` when left out. */
  state: NotificationState.optional(),
  unread: z.boolean().optional(),
  cursor: Cursor.optional(),
  limit: PageLimit.optional(),
});
export type ListNotifications = z.infer<typeof ListNotifications>;

/** What the owner, or a script of theirs, puts into the inbox. */
export const CreateNotification = z.strictObject({
  title: oneLine(200),
  body: plainText(2_000).optional(),
  /** Path in the web app that shows what it is about; the inbox when left out. */
  link: plainText(500)
    .regex(/^\/(?![/\\])[^\s\\]*$/, "must be a path of Porter such as /tasks")
    .optional(),
  /** What it is about: the next one with the same key takes its place, unread again. */
  key: oneLine(100).optional(),
});
export type CreateNotification = z.infer<typeof CreateNotification>;

export const Snooze = z.strictObject({ id: Id, until: z.date() });
export type Snooze = z.infer<typeof Snooze>;

/** The ways on which a notification leaves Porter. */
export const NotificationChannel = z.enum(["push", "webhook", "ntfy"]);
export type NotificationChannel = z.infer<typeof NotificationChannel>;

export const ChannelChoice = z.strictObject({
  kind: NotificationKind,
  channel: NotificationChannel,
  enabled: z.boolean(),
});
export type ChannelChoice = z.infer<typeof ChannelChoice>;

/** As `PushSubscription.toJSON()` gives it, and a name for the device. */
export const PushSubscribe = z.strictObject({
  endpoint: z.url().max(2000),
  /** Part of that form; push services leave it empty, and Porter does not keep it. */
  expirationTime: z.number().nullish(),
  keys: z.strictObject({ p256dh: z.base64url().max(200), auth: z.base64url().max(100) }),
  device: plainText(100).trim().min(1),
});
export type PushSubscribe = z.infer<typeof PushSubscribe>;

export const PushUnsubscribe = PushSubscribe.pick({ endpoint: true });

/** All devices of `push` without a `deviceId`. */
export const TestChannel = z.strictObject({ channel: NotificationChannel, deviceId: Id.optional() });
export type TestChannel = z.infer<typeof TestChannel>;

/** A browser that gets pushes. */
export const PushDevice = z.object({
  id: Id,
  /** Tells a browser which one it is itself: the SHA-256 of its endpoint, hex. The endpoint is a secret. */
  endpointHash: z.string(),
  device: z.string(),
  createdAt: z.date(),
  lastSentAt: z.date().nullable(),
  /** Why the last push did not arrive. */
  error: z.string().nullable(),
});
export type PushDevice = z.infer<typeof PushDevice>;

export const ChannelStatus = z.object({
  /** The VAPID public key (RFC 8292), base64url: what `pushManager.subscribe` takes. */
  publicKey: z.string(),
  devices: z.array(PushDevice),
  /** Set up in the configuration; push needs no set-up. */
  configured: z.array(NotificationChannel),
  /** Why the last delivery over a channel failed. */
  errors: z.array(z.object({ channel: NotificationChannel, message: z.string() })),
  choices: z.array(ChannelChoice),
});
export type ChannelStatus = z.infer<typeof ChannelStatus>;

/** What a push carries, encrypted (RFC 8291), to the service worker. */
export const PushPayload = z.object({
  id: Id,
  kind: NotificationKind,
  title: z.string(),
  body: z.string(),
  link: z.string(),
  approvalId: Id.nullable(),
});
export type PushPayload = z.infer<typeof PushPayload>;
