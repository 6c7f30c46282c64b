import { useNavigate, useSearchParams } from "@solidjs/router";
import { createMemo, createSignal } from "solid-js";
import type { Notification, NotificationState } from "../../../../shared/notification.ts";
import {
  answer,
  markAllDone,
  markDone,
  markRead,
  markUnread,
  reopen,
  snooze,
  wake,
} from "../../actions/notifications.ts";
import { api } from "../../api/options.ts";
import { byCursor, itemsOf } from "../../api/pages.ts";
import { createPagedQuery } from "../../api/query.ts";

const readState = (value: unknown): NotificationState =>
  value === "snoozed" || value === "done" ? value : "inbox";

export function createInbox() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const state = createMemo(() => readState(search["state"]));
  const query = createPagedQuery(() =>
    api.notifications.list.infiniteQueryOptions({ state: state() }, byCursor),
  );
  const items = createMemo(() => itemsOf(query.data()));

  /** The row that keys speak of: the one with the focus, or the first. */
  const [currentId, setCurrentId] = createSignal<string>();
  const current = createMemo(() => items().find(({ id }) => id === currentId()) ?? items()[0]);
  const neighbourOf = (id: string, step: number) =>
    items()[items().findIndex((item) => item.id === id) + step];

  return {
    state,
    query,
    items,
    current,
    setCurrentId,
    /** The next row in this direction; the first one while no row has the focus. */
    step: (by: 1 | -1) => {
      const id = currentId();
      if (id === undefined || !items().some((item) => item.id === id)) return items()[0];
      return neighbourOf(id, by);
    },
    /** Where the focus goes when this row goes away. */
    heirOf: (id: string) => neighbourOf(id, 1) ?? neighbourOf(id, -1),
    open: (notification: Notification) => {
      void markRead(notification);
      navigate(notification.link);
    },
    read: (notification: Notification) => void markRead(notification),
    toggleRead: (notification: Notification) =>
      void (notification.readAt === null ? markRead(notification) : markUnread(notification)),
    done: (notification: Notification) => void markDone(notification),
    snooze: (notification: Notification, until: Date) => void snooze(notification, until),
    /** Back into the inbox, from wherever it is. */
    bringBack: (notification: Notification) =>
      void (notification.doneAt === null ? wake(notification) : reopen(notification)),
    allDone: () => void markAllDone(),
    answer: (notification: Notification, decision: "allow" | "deny") => void answer(notification, decision),
  };
}
export type InboxModel = ReturnType<typeof createInbox>;
