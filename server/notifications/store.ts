import { and, eq, gt, isNotNull, isNull, lte, min, or, sql, type SQL } from "drizzle-orm";
import type { ListNotifications, Notification, NotificationState } from "../../shared/notification.ts";
import { behind, orderBy, toPage, type Key, type Order } from "../db/keyset.ts";
import type { Db } from "../db/open.ts";
import { prepareOnce } from "../db/prepared.ts";
import { notifications, unreadNotifications } from "../db/tables/notifications.ts";

const NEWEST_FIRST: Order = {
  by: notifications.createdAt,
  unique: notifications.number,
  direction: "desc",
};

type Row = typeof notifications.$inferSelect;
type Change = { [Column in keyof Notification]?: Notification[Column] | SQL };

const toNotification = ({ number: _number, ...notification }: Row): Notification => notification;

/** A snooze that has ended counts as ended before the timer has noticed. */
function isIn(state: NotificationState, now: Date): SQL | undefined {
  switch (state) {
    case "inbox":
      return and(
        isNull(notifications.doneAt),
        or(isNull(notifications.snoozedUntil), lte(notifications.snoozedUntil, now)),
      );
    case "snoozed":
      return and(isNull(notifications.doneAt), gt(notifications.snoozedUntil, now));
    case "done":
      return isNotNull(notifications.doneAt);
  }
}

export function createNotificationStore(db: Db) {
  /** Changes what meets the condition, and returns it as it is then. */
  const change = (set: Change, condition: SQL | undefined): Notification[] =>
    db.update(notifications).set(set).where(condition).returning().all().map(toNotification);

  const isOne = (id: string) => eq(notifications.id, id);

  const byKey = prepareOnce(() =>
    db
      .select()
      .from(notifications)
      .where(eq(notifications.key, sql.placeholder("key")))
      .prepare(),
  );
  const markingDone = prepareOnce(() =>
    db
      .update(notifications)
      .set(doneAt(sql`${sql.placeholder("now")}`))
      .where(and(eq(notifications.id, sql.placeholder("id")), isNull(notifications.doneAt)))
      .returning()
      .prepare(),
  );

  const unread = db
    .select({
      count: sql<number>`${unreadNotifications.count} + (select count(*) from ${notifications}
        where ${notifications.snoozedUntil} <= ${sql.placeholder("now")} and +${notifications.doneAt} is null and +${notifications.readAt} is null)`,
    })
    .from(unreadNotifications)
    .prepare();

  return {
    /** Takes the place of the one with the same id. */
    save: (notification: Notification): void =>
      db
        .insert(notifications)
        .values(notification)
        .onConflictDoUpdate({ target: notifications.id, set: notification })
        .run(),

    find(id: string): Notification | undefined {
      const row = db.select().from(notifications).where(isOne(id)).get();
      return row && toNotification(row);
    },

    findByKey(key: string): Notification | undefined {
      const row = byKey().get({ key });
      return row && toNotification(row);
    },

    // Each of these changes only what is not that way yet, and returns what it has changed.

    markRead: (id: string, now: Date) =>
      change({ readAt: now }, and(isOne(id), isNull(notifications.readAt))),

    markAllRead: (now: Date) =>
      change({ readAt: now }, and(isIn("inbox", now), isNull(notifications.readAt))),

    markUnread: (id: string) => change({ readAt: null }, and(isOne(id), isNotNull(notifications.readAt))),

    markDone: (id: string, now: Date): Notification[] =>
      markingDone().all({ id, now: now.getTime() }).map(toNotification),

    markAllDone: (now: Date) => change(doneAt(sql`${now.getTime()}`), isIn("inbox", now)),

    reopen: (id: string) => change({ doneAt: null }, and(isOne(id), isNotNull(notifications.doneAt))),

    snooze: (id: string, until: Date) => change({ snoozedUntil: until, doneAt: null }, isOne(id)),

    wake: (id: string) =>
      change({ snoozedUntil: null }, and(isOne(id), isNotNull(notifications.snoozedUntil))),

    /** Those whose snooze has ended come again. */
    wakeDue: (now: Date) =>
      change(
        {
          snoozedUntil: null,
          readAt: null,
          createdAt: sql`max(${now.getTime()}, ${notifications.createdAt} + 1)`,
        },
        lte(notifications.snoozedUntil, now),
      ),

    /** When the next snooze ends. */
    nextWake: (): Date | undefined =>
      db
        .select({ at: min(notifications.snoozedUntil) })
        .from(notifications)
        .get()?.at ?? undefined,

    /** What is kept leaves those out whose snooze has ended before the timer has noticed. */
    unreadCount: (now: Date): number => unread.get({ now: now.getTime() })?.count ?? 0,

    list({ state = "inbox", unread, cursor, limit = 50 }: ListNotifications, now: Date) {
      const rows = db
        .select()
        .from(notifications)
        .where(
          and(
            isIn(state, now),
            unread ? isNull(notifications.readAt) : undefined,
            behind(NEWEST_FIRST, cursor),
          ),
        )
        .orderBy(...orderBy(NEWEST_FIRST))
        .limit(limit + 1)
        .all()
        .map((row) => ({ row, key: [row.createdAt.getTime(), row.number] satisfies Key }));
      const page = toPage(rows, limit);
      return { items: page.rows.map(({ row }) => toNotification(row)), nextCursor: page.nextCursor };
    },
  };
}

/** What is done has been seen, and is not snoozed any more. */
const doneAt = (now: SQL): Change => ({
  doneAt: now,
  readAt: sql`coalesce(${notifications.readAt}, ${now})`,
  snoozedUntil: null,
});
