import { createEffect, on, type Accessor } from "solid-js";
import type { Notification as PorterNotification, PushPayload } from "../../../shared/notification.ts";
import { api } from "../api/options.ts";

/**
 * Closes this browser's notifications with Allow and Deny whose approval waits no more: it was answered elsewhere. Not by
 * a push of their own, for which a browser wants something shown each time.
 */
export function closeAnswered(unread: Accessor<readonly PorterNotification[]>): void {
  createEffect(on(unread, () => void close()));
}

async function close(): Promise<void> {
  // Outside a secure context there is no worker, and so no push.
  const registration = "serviceWorker" in navigator && (await navigator.serviceWorker.getRegistration());
  const shown = registration ? await registration.getNotifications() : [];
  // `actions` is not in the types of a page. What says how an answer went has none, and stays.
  const asking = shown.filter((each) => ((each as { actions?: unknown[] }).actions ?? []).length > 0);
  if (asking.length === 0) return;
  try {
    const { items, total } = await api.agents.approvals.query();
    if (total > items.length) return;
    const waiting = new Set(items.map(({ approval }) => approval.id));
    for (const each of asking) {
      const { approvalId } = each.data as PushPayload; // service-worker/push.ts put it there
      if (approvalId !== null && !waiting.has(approvalId)) each.close();
    }
  } catch {
    // Without a server nothing is known; a press says then what became of it.
  }
}
