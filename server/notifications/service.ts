import type { Actor } from "../../shared/actor.ts";
import type { NotificationChange } from "../../shared/feed.ts";
import {
  Notification,
  type CreateNotification,
  type ListNotifications,
  type NotificationKind,
  type Snooze,
} from "../../shared/notification.ts";
import type { Db } from "../db/open.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import { createNotificationStore } from "./store.ts";

export type NewNotification = {
  kind: NotificationKind;
  title: string;
  body: string;
  link: string;
  /** What it is about. One with a key that is there already takes the place of that one. */
  key?: string | undefined;
  approvalId?: string | undefined;
};

/** Events from before notifications had keys, approvals, tokens, done and snooze hold the rest only. */
const Snapshot = Notification.extend({
  key: Notification.shape.key.default(null),
  approvalId: Notification.shape.approvalId.default(null),
  tokenId: Notification.shape.tokenId.default(null),
  doneAt: Notification.shape.doneAt.default(null),
  snoozedUntil: Notification.shape.snoozedUntil.default(null),
});

export type Notifications = ReturnType<typeof createNotifications>;

/**
 * What Porter tells its owner. `notification.created` says that one has come: for the first time, again with new
 * words (same key), or back from a snooze; whoever shows or sends notifications acts on it. `notification.updated`
 * says that one was read, done or snoozed.
 */
export function createNotifications({ db, events }: { db: Db; events: Pick<EventLog, "write"> }) {
  const store = createNotificationStore(db);

  function tell(kind: "created" | "updated", actor: Actor, change: () => Notification[]): void {
    events.write((append) => {
      for (const notification of change()) {
        const subject = `notification:${notification.id}`;
        append({ kind: `notification.${kind}`, subject, actor, after: notification });
      }
    });
  }

  /** @throws PorterError NOT_FOUND */
  function changeOne(id: string, actor: Actor, change: () => Notification[]): Notification {
    tell("updated", actor, change);
    const notification = store.find(id);
    if (!notification) throw new PorterError("NOT_FOUND", "There is no notification with this id.");
    return notification;
  }

  return {
    notify: ({ key, approvalId, ...given }: NewNotification, actor: Actor): Notification =>
      events.write(() => {
        const known = key === undefined ? undefined : store.findByKey(key);
        const notification: Notification = {
          ...given,
          id: known?.id ?? Bun.randomUUIDv7(),
          key: key ?? null,
          approvalId: approvalId ?? null,
          tokenId: tokenIdOf(actor),
          readAt: null,
          doneAt: null,
          snoozedUntil: null,
          createdAt: laterThan(known?.createdAt),
        };
        tell("created", actor, () => {
          store.save(notification);
          return [notification];
        });
        return notification;
      }),

    /** What the owner, or a script of theirs, says. Its key is apart from Porter's own. */
    note({ title, body = "", link = "/notifications", key }: CreateNotification, actor: Actor): Notification {
      const own = key === undefined ? undefined : `note:${key}`;
      return this.notify({ kind: "agent_note", title, body, link, key: own }, actor);
    },

    /** What the notification with this key is about has been dealt with elsewhere. */
    resolve(key: string, actor: Actor): void {
      const found = store.findByKey(key);
      if (found) tell("updated", actor, () => store.markDone(found.id, new Date()));
    },

    find: store.find,

    list(input: ListNotifications) {
      const now = new Date();
      return { ...store.list(input, now), unread: store.unreadCount(now) };
    },

    markRead: (id: string, actor: Actor) => changeOne(id, actor, () => store.markRead(id, new Date())),

    markUnread: (id: string, actor: Actor) => changeOne(id, actor, () => store.markUnread(id)),

    markDone: (id: string, actor: Actor) => changeOne(id, actor, () => store.markDone(id, new Date())),

    /** Out of done, back to where it was by its time. */
    reopen: (id: string, actor: Actor) => changeOne(id, actor, () => store.reopen(id)),

    /** @throws PorterError NOT_FOUND, or INVALID for a moment that has passed */
    snooze({ id, until }: Snooze, actor: Actor): Notification {
      if (until.getTime() <= Date.now())
        throw new PorterError("INVALID", "A snooze ends in the future; this moment has passed.");
      return changeOne(id, actor, () => store.snooze(id, until));
    },

    /** Takes a snooze back; one that ends by itself brings the notification again. */
    wake: (id: string, actor: Actor) => changeOne(id, actor, () => store.wake(id)),

    /** Of the inbox. */
    markAllRead: (actor: Actor): void => tell("updated", actor, () => store.markAllRead(new Date())),

    /** Of the inbox. */
    markAllDone: (actor: Actor): void => tell("updated", actor, () => store.markAllDone(new Date())),

    /** Those whose snooze has ended come again: unread, and on top. */
    wakeDue: (now: Date): void => tell("created", "porter", () => store.wakeDue(now)),

    nextWake: store.nextWake,

    describe({ kind, after }: LogEvent): NotificationChange | undefined {
      switch (kind) {
        case "notification.created":
          return { type: "created", notification: Snapshot.parse(after) };
        case "notification.updated":
          return { type: "updated", notification: Snapshot.parse(after) };
        default:
          return undefined;
      }
    },
  };
}

const tokenIdOf = (actor: Actor): string | null =>
  actor.startsWith("token:") ? actor.slice("token:".length) : null;

/** Now, or just after the given moment: a notification that comes again is told from what it was by its time. */
const laterThan = (moment: Date | undefined): Date =>
  new Date(Math.max(Date.now(), (moment?.getTime() ?? 0) + 1));
