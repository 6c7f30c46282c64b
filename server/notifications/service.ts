import type { Actor } from "../../shared/actor.ts";
import type { NotificationChange } from "../../shared/feed.ts";
import { Notification, type ListNotifications, type NotificationKind } from "../../shared/notification.ts";
import type { Db } from "../db/open.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import { createNotificationStore } from "./store.ts";

export type Notifications = ReturnType<typeof createNotifications>;

export function createNotifications({ db, events }: { db: Db; events: Pick<EventLog, "write"> }) {
  const store = createNotificationStore(db);

  function markRead(actor: Actor, id?: string): void {
    events.write((append) => {
      for (const notification of store.markRead(new Date(), id)) {
        append({
          kind: "notification.updated",
          subject: `notification:${notification.id}`,
          actor,
          after: notification,
        });
      }
    });
  }

  return {
    notify: (
      given: { kind: NotificationKind; title: string; body: string; link: string },
      actor: Actor,
    ): Notification =>
      events.write((append) => {
        const notification = { ...given, id: Bun.randomUUIDv7(), readAt: null, createdAt: new Date() };
        store.insert(notification);
        append({
          kind: "notification.created",
          subject: `notification:${notification.id}`,
          actor,
          after: notification,
        });
        return notification;
      }),

    list: (input: ListNotifications) => ({ ...store.list(input), unread: store.unreadCount() }),

    /** @throws PorterError NOT_FOUND */
    markRead(id: string, actor: Actor): Notification {
      markRead(actor, id);
      const notification = store.find(id);
      if (!notification) throw new PorterError("NOT_FOUND", "There is no notification with this id.");
      return notification;
    },

    markAllRead: (actor: Actor): void => markRead(actor),

    describe({ kind, after }: LogEvent): NotificationChange | undefined {
      switch (kind) {
        case "notification.created":
          return { type: "created", notification: Notification.parse(after) };
        case "notification.updated":
          return { type: "updated", notification: Notification.parse(after) };
        default:
          return undefined;
      }
    },
  };
}
