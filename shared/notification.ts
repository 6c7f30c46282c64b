import { z } from "zod";
import { Cursor, Id, PageLimit } from "./ids.ts";

export const NotificationKind = z.enum(["agent_completed", "agent_failed", "agent_waiting"]);
export type NotificationKind = z.infer<typeof NotificationKind>;

export const Notification = z.object({
  id: Id,
  kind: NotificationKind,
  title: z.string(),
  body: z.string(),
  /** Path in the web app that shows what it is about: `/agents/<id>`. */
  link: z.string(),
  readAt: z.date().nullable(),
  createdAt: z.date(),
});
export type Notification = z.infer<typeof Notification>;

export const ListNotifications = z.strictObject({
  unread: z.boolean().optional(),
  cursor: Cursor.optional(),
  limit: PageLimit.optional(),
});
export type ListNotifications = z.infer<typeof ListNotifications>;
