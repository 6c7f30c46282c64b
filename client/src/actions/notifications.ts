import type { Notification } from "../../../shared/notification.ts";
import { explain } from "../api/errors.ts";
import { applyNotification } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { send } from "../api/outbox.ts";
import { queryClient } from "../api/query-client.ts";
import { offerUndo, showToast } from "../shell/toast.ts";
import { exactTime } from "../ui/time.ts";

/**
 * The actions on notifications that every page shares. Each is shown at once and taken back when the server refuses;
 * while the server cannot be reached it waits in the outbox. An answer to an agent does not wait: it may be late.
 */

/** How many of the inbox "Mark all done" can bring back. */
const UNDO_MOST = 200;

const quoted = (title: string) => `“${title}”`;
const put = (notification: Notification) => applyNotification({ type: "updated", notification });

function refuse(before: readonly Notification[], deed: string, error: unknown): void {
  before.forEach(put);
  // The refusal may say that what this page knew was old.
  void queryClient.invalidateQueries({ queryKey: api.notifications.list.queryKey() });
  showToast({ message: `Not ${deed}: ${explain(error)}`, kind: "error" });
}

type Change = {
  patch: Partial<Notification>;
  deed: string;
  send: (words: string) => Promise<unknown>;
  /** What a toast that offers the way back says. */
  undo?: string;
};

async function change(before: Notification, { patch, deed, send, undo }: Change): Promise<void> {
  put({ ...before, ...patch });
  const withdraw = undo === undefined ? undefined : offerUndo(undo, () => void restore([before]));
  try {
    await send(quoted(before.title));
  } catch (error) {
    withdraw?.();
    refuse([before], deed, error);
  }
}

/** Brings back what was marked done or snoozed, as it was. */
async function restore(before: readonly Notification[]): Promise<void> {
  before.forEach(put);
  try {
    await Promise.all(
      before.map(async ({ id, title, readAt, snoozedUntil }) => {
        const words = quoted(title);
        if (snoozedUntil !== null) return send(api.notifications.snooze, { id, until: snoozedUntil }, words);
        // Each has an effect only where it is needed: out of done, or out of the snooze.
        await send(api.notifications.reopen, { id }, words);
        await send(api.notifications.wake, { id }, words);
        if (readAt === null) await send(api.notifications.markUnread, { id }, words);
      }),
    );
  } catch (error) {
    showToast({ message: `Not brought back: ${explain(error)}`, kind: "error" });
  }
}

export async function markRead(before: Notification): Promise<void> {
  if (before.readAt !== null) return;
  await change(before, {
    patch: { readAt: new Date() },
    deed: "marked as read",
    send: (words) => send(api.notifications.markRead, { id: before.id }, words),
  });
}

export async function markUnread(before: Notification): Promise<void> {
  if (before.readAt === null) return;
  await change(before, {
    patch: { readAt: null },
    deed: "marked as unread",
    send: (words) => send(api.notifications.markUnread, { id: before.id }, words),
  });
}

export const markDone = (before: Notification): Promise<void> =>
  change(before, {
    patch: { doneAt: new Date(), readAt: before.readAt ?? new Date(), snoozedUntil: null },
    deed: "marked as done",
    send: (words) => send(api.notifications.markDone, { id: before.id }, words),
    undo: `Done: ${before.title}`,
  });

export const snooze = (before: Notification, until: Date): Promise<void> =>
  change(before, {
    patch: { snoozedUntil: until, doneAt: null },
    deed: "snoozed",
    send: (words) => send(api.notifications.snooze, { id: before.id, until }, words),
    undo: `Snoozed until ${exactTime(until)}`,
  });

export const wake = (before: Notification): Promise<void> =>
  change(before, {
    patch: { snoozedUntil: null },
    deed: "brought back",
    send: (words) => send(api.notifications.wake, { id: before.id }, words),
  });

export const reopen = (before: Notification): Promise<void> =>
  change(before, {
    patch: { doneAt: null },
    deed: "brought back",
    send: (words) => send(api.notifications.reopen, { id: before.id }, words),
  });

export async function markAllRead(before: readonly Notification[]): Promise<void> {
  for (const notification of before) put({ ...notification, readAt: new Date() });
  try {
    await api.notifications.markAllRead.mutate();
  } catch (error) {
    refuse(before, "marked as read", error);
  }
}

export async function markAllDone(): Promise<void> {
  let before: Notification[] = [];
  let isAll = true;
  try {
    // What stands there now and not what this page has loaded: it is what Undo brings back.
    const inbox = await api.notifications.list.query({ limit: UNDO_MOST });
    before = inbox.items;
    isAll = inbox.nextCursor === null;
    const doneAt = new Date();
    for (const notification of before)
      put({ ...notification, doneAt, readAt: notification.readAt ?? doneAt, snoozedUntil: null });
    await api.notifications.markAllDone.mutate();
  } catch (error) {
    return refuse(before, "marked as done", error);
  }
  if (before.length === 0) return void showToast({ message: "The inbox is empty already" });
  const count = before.length === 1 ? "Marked one as done" : `Marked ${before.length} as done`;
  const words = isAll ? count : `Marked all as done. Undo brings the newest ${before.length} back`;
  offerUndo(words, () => void restore(before));
}

/** Answers the approval that a notification tells of. Nothing brings an answer back, so no toast offers it. */
export async function answer(before: Notification, decision: "allow" | "deny"): Promise<void> {
  if (before.approvalId === null) return;
  put({ ...before, doneAt: new Date(), readAt: before.readAt ?? new Date(), snoozedUntil: null });
  try {
    await api.agents.decide.mutate({ approvalId: before.approvalId, decision });
    showToast({ message: `${decision === "allow" ? "Allowed" : "Denied"}: ${before.title}` });
  } catch (error) {
    refuse([before], "answered", error);
  }
}
