import { createEffect, createMemo } from "solid-js";
import { api } from "../api/options.ts";
import { byCursor, itemsOf } from "../api/pages.ts";
import { createPagedQuery } from "../api/query.ts";
import { setTitleCount } from "./page-title.ts";

/** What is unread, for every place that shows how many: the bell, the title, the app's own badge. */
export function createNotifications() {
  const query = createPagedQuery(() =>
    api.notifications.list.infiniteQueryOptions({ unread: true, limit: 100 }, byCursor),
  );
  const unread = createMemo(() => itemsOf(query.data()));
  const count = createMemo(() => unread().length);

  createEffect(() => {
    setTitleCount(count());
    // Only an installed app has a badge; elsewhere the promise is refused, or the function is not there.
    if ("setAppBadge" in navigator) navigator.setAppBadge(count()).catch(() => undefined);
  });

  return { unread, count, label: createMemo(() => (query.hasMore() ? "99+" : String(count()))) };
}
export type NotificationsModel = ReturnType<typeof createNotifications>;
