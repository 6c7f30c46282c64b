import { and, eq, isNull, sql } from "drizzle-orm";
import type { ListNotifications, Notification } from "../../shared/notification.ts";
import { behind, orderBy, toPage, type Key, type Order } from "../db/keyset.ts";
import type { Db } from "../db/open.ts";
import { notifications } from "../db/tables/notifications.ts";

const NEWEST_FIRST: Order = { by: notifications.number, unique: notifications.number, direction: "desc" };

type Row = typeof notifications.$inferSelect;

const toNotification = ({ number: _number, ...notification }: Row): Notification => notification;

export function createNotificationStore(db: Db) {
  return {
    insert: (notification: Notification): void => db.insert(notifications).values(notification).run(),

    find(id: string): Notification | undefined {
      const row = db.select().from(notifications).where(eq(notifications.id, id)).get();
      return row && toNotification(row);
    },

    /** Marks what is unread, one or all of it, and returns what it marked. */
    markRead: (readAt: Date, id?: string): Notification[] =>
      db
        .update(notifications)
        .set({ readAt })
        .where(and(isNull(notifications.readAt), id === undefined ? undefined : eq(notifications.id, id)))
        .returning()
        .all()
        .map(toNotification),

    unreadCount: (): number =>
      db
        .select({ count: sql<number>`count(*)` })
        .from(notifications)
        .where(isNull(notifications.readAt))
        .get()?.count ?? 0,

    list({ unread, cursor, limit = 50 }: ListNotifications) {
      const rows = db
        .select()
        .from(notifications)
        .where(and(unread ? isNull(notifications.readAt) : undefined, behind(NEWEST_FIRST, cursor)))
        .orderBy(...orderBy(NEWEST_FIRST))
        .limit(limit + 1)
        .all()
        .map((row) => ({ row, key: [row.number, row.number] satisfies Key }));
      const page = toPage(rows, limit);
      return { items: page.rows.map(({ row }) => toNotification(row)), nextCursor: page.nextCursor };
    },
  };
}
