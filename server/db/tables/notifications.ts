import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { NotificationChannel, NotificationKind } from "../../../shared/notification.ts";
import { moment } from "../columns.ts";

export const notifications = sqliteTable(
  "notifications",
  {
    number: integer("number").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    /** What it is about: a second notification with the same key takes the place of the first. */
    key: text("key").unique(),
    kind: text("kind").$type<NotificationKind>().notNull(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    link: text("link").notNull(),
    /** The approval that can be answered from it. */
    approvalId: text("approval_id"),
    /** The named token that said it. No foreign key: it stands for what was said, also of a token that is gone. */
    tokenId: text("token_id"),
    readAt: moment("read_at"),
    doneAt: moment("done_at"),
    snoozedUntil: moment("snoozed_until"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    index("notifications_read_at").on(table.readAt, table.number),
    index("notifications_created_at").on(table.createdAt, table.number),
    index("notifications_done_at").on(table.doneAt, table.createdAt, table.number),
    index("notifications_snoozed_until").on(table.snoozedUntil),
  ],
);

/**
 * How many notifications are unread, not done and not snoozed: one row. Kept by triggers (drizzle/0013_growth.sql), so that
 * no way of writing can forget it.
 */
export const unreadNotifications = sqliteTable("unread_notifications", {
  count: integer("count").notNull(),
});

/** Which kinds go out over which channel; what is not here goes out. */
export const channelChoices = sqliteTable(
  "channel_choices",
  {
    kind: text("kind").$type<NotificationKind>().notNull(),
    channel: text("channel").$type<NotificationChannel>().notNull(),
    enabled: integer("enabled", { mode: "boolean" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.channel] })],
);

/** The last event of the log that a channel has dealt with. */
export const channelCursors = sqliteTable("channel_cursors", {
  channel: text("channel").$type<NotificationChannel>().primaryKey(),
  eventId: integer("event_id").notNull(),
});

/** The browsers that asked for Web Push (RFC 8030), with their keys for RFC 8291. */
export const pushSubscriptions = sqliteTable("push_subscriptions", {
  id: text("id").primaryKey(),
  endpoint: text("endpoint").notNull().unique(),
  p256dh: text("p256dh").notNull(),
  auth: text("auth").notNull(),
  /** The browser and its system, in words for its owner. */
  device: text("device").notNull(),
  createdAt: moment("created_at").notNull(),
  lastSentAt: moment("last_sent_at"),
  /** Why the last push did not arrive. */
  error: text("error"),
});
