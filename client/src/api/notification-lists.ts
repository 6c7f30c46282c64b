import type { ListNotifications, Notification, NotificationState } from "../../../shared/notification.ts";
import { placeItem, type Pages } from "./pages.ts";

/** A snooze that has ended stays in its list until the server says that it is back. */
function stateOf(notification: Pick<Notification, "doneAt" | "snoozedUntil">): NotificationState {
  if (notification.doneAt !== null) return "done";
  return notification.snoozedUntil === null ? "inbox" : "snoozed";
}

const newestFirst = (a: Notification, b: Notification) =>
  b.createdAt.getTime() - a.createdAt.getTime() || (b.id < a.id ? -1 : 1);

/** Puts a changed notification where it now belongs in a loaded list, or takes it out. */
export function applyNotificationTo(
  pages: Pages<Notification>,
  filter: ListNotifications,
  item: Notification,
): Pages<Notification> {
  const isWanted = !filter.unread || item.readAt === null;
  const keep = isWanted && stateOf(item) === (filter.state ?? "inbox");
  return placeItem(pages, { item, keep, compare: newestFirst });
}
