import { createMemo } from "solid-js";
import type { Notification } from "../../../shared/notification.ts";
import { explain } from "../api/errors.ts";
import { applyNotification } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { itemsOf } from "../api/pages.ts";
import { createPagedQuery } from "../api/query.ts";
import { showToast } from "./toast.ts";

export function createNotifications() {
  const query = createPagedQuery(() =>
    api.notifications.list.infiniteQueryOptions({ limit: 30 }, { next: (page) => page.nextCursor }),
  );
  const items = createMemo(() => itemsOf(query.data()));
  const unread = createMemo(() => items().filter((item) => item.readAt === null).length);

  const put = (notification: Notification) => applyNotification({ type: "updated", notification });

  async function markRead(notification: Notification): Promise<void> {
    if (notification.readAt !== null) return;
    put({ ...notification, readAt: new Date() });
    try {
      await api.notifications.markRead.mutate({ id: notification.id });
    } catch (error) {
      put(notification);
      showToast({ message: `Not marked: ${explain(error)}`, kind: "error" });
    }
  }

  async function markAllRead(): Promise<void> {
    const before = items().filter((item) => item.readAt === null);
    for (const item of before) put({ ...item, readAt: new Date() });
    try {
      await api.notifications.markAllRead.mutate();
    } catch (error) {
      before.forEach(put);
      showToast({ message: `Not marked: ${explain(error)}`, kind: "error" });
    }
  }

  return { items, unread, query, markRead, markAllRead };
}
export type NotificationsModel = ReturnType<typeof createNotifications>;
