import { useLocation, useNavigate } from "@solidjs/router";
import { createEffect, onCleanup, untrack, type Accessor } from "solid-js";
import type { Notification, NotificationKind } from "../../../shared/notification.ts";
import { applyNotification, onArrival } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { notificationWords } from "../ui/notification-words.ts";
import { isHere } from "./attention.ts";
import { showToast } from "./toast.ts";
import { onWorkerMessage } from "./worker.ts";

/** The kinds that a toast tells of; the others wait in the inbox. */
const TOLD: ReadonlySet<NotificationKind> = new Set([
  "agent_waiting",
  "agent_failed",
  "agent_completed",
  "agent_note",
  "budget_warning",
  "event_soon",
  "task_due",
  "task_reminder",
  "system_attention",
]);
/** What a stream brings after a long pause is no news for a toast. */
const NEWS_MS = 60_000;

type News = Pick<Notification, "id" | "kind" | "title" | "body" | "link">;

/** Of what comes: what is in front is read already, what is elsewhere is told in a toast. */
export function useArrivals(unread: Accessor<readonly Notification[]>): void {
  const location = useLocation();
  const navigate = useNavigate();
  const pathOf = (link: string) => new URL(link, globalThis.location.origin).pathname;
  const isShown = (link: string) => pathOf(link) === location.pathname;

  /** By id, when it came that was read because it stood in front: a refusal is not tried without end. */
  const seen = new Map<string, number>();
  createEffect(() => {
    if (!isHere()) return;
    for (const notification of unread()) {
      const { id, link, createdAt } = notification;
      if (!isShown(link) || seen.get(id) === createdAt.getTime()) continue;
      seen.set(id, createdAt.getTime());
      untrack(() =>
        applyNotification({ type: "updated", notification: { ...notification, readAt: new Date() } }),
      );
      api.notifications.markRead.mutate({ id }).catch(() => {
        // Nobody has asked for it, so nobody is told; it is unread as before.
        applyNotification({ type: "updated", notification });
      });
    }
  });

  /** The stream and the service worker both tell; once is enough. */
  let told = "";
  const tell = ({ id, kind, title, body, link }: News) => {
    const news = `${id} ${kind} ${body}`;
    if (!TOLD.has(kind) || news === told || document.visibilityState !== "visible") return;
    if (location.pathname === "/notifications" || isShown(link)) return;
    told = news;
    showToast({
      message: `${notificationWords[kind]}: ${title}`,
      action: { label: "Open", run: () => navigate(link) },
    });
  };
  onCleanup(
    onArrival((notification) => {
      if (Date.now() - notification.createdAt.getTime() < NEWS_MS) tell(notification);
    }),
  );
  onCleanup(
    onWorkerMessage((message) => {
      if (message.type === "arrived") tell(message.notification);
      else navigate(message.link);
    }),
  );
}
