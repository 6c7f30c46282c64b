import { and, asc, eq, notInArray } from "drizzle-orm";
import type { ChannelChoice, NotificationChannel, NotificationKind } from "../../shared/notification.ts";
import type { Db } from "../db/open.ts";
import { channelChoices, channelCursors, pushSubscriptions } from "../db/tables/notifications.ts";

export type Subscription = typeof pushSubscriptions.$inferSelect;
export type ChannelStore = ReturnType<typeof createChannelStore>;

export function createChannelStore(db: Db) {
  return {
    cursor: (channel: NotificationChannel): number | undefined =>
      db.select().from(channelCursors).where(eq(channelCursors.channel, channel)).get()?.eventId,

    setCursor: (channel: NotificationChannel, eventId: number): void =>
      db
        .insert(channelCursors)
        .values({ channel, eventId })
        .onConflictDoUpdate({ target: channelCursors.channel, set: { eventId } })
        .run(),

    /** A channel that is taken out of use starts afresh when it comes back, instead of sending what came meanwhile. */
    keepCursors: (channels: NotificationChannel[]): void =>
      db.delete(channelCursors).where(notInArray(channelCursors.channel, channels)).run(),

    choices: (): ChannelChoice[] => db.select().from(channelChoices).all(),

    isChosen: (kind: NotificationKind, channel: NotificationChannel): boolean =>
      db
        .select()
        .from(channelChoices)
        .where(and(eq(channelChoices.kind, kind), eq(channelChoices.channel, channel)))
        .get()?.enabled ?? true,

    setChoice: (choice: ChannelChoice): void =>
      db
        .insert(channelChoices)
        .values(choice)
        .onConflictDoUpdate({
          target: [channelChoices.kind, channelChoices.channel],
          set: { enabled: choice.enabled },
        })
        .run(),

    subscriptions: (): Subscription[] =>
      db.select().from(pushSubscriptions).orderBy(asc(pushSubscriptions.createdAt)).all(),

    findSubscription: (id: string): Subscription | undefined =>
      db.select().from(pushSubscriptions).where(eq(pushSubscriptions.id, id)).get(),

    findByEndpoint: (endpoint: string): Subscription | undefined =>
      db.select().from(pushSubscriptions).where(eq(pushSubscriptions.endpoint, endpoint)).get(),

    /** A browser that subscribes again keeps its id and its age, and gets its new keys. */
    saveSubscription: (subscription: Subscription): Subscription =>
      db
        .insert(pushSubscriptions)
        .values(subscription)
        .onConflictDoUpdate({
          target: pushSubscriptions.endpoint,
          set: {
            p256dh: subscription.p256dh,
            auth: subscription.auth,
            device: subscription.device,
            error: null,
          },
        })
        .returning()
        .get(),

    removeSubscription: (id: string): void =>
      db.delete(pushSubscriptions).where(eq(pushSubscriptions.id, id)).run(),

    noteSent: (id: string, lastSentAt: Date): void =>
      db.update(pushSubscriptions).set({ lastSentAt, error: null }).where(eq(pushSubscriptions.id, id)).run(),

    noteFailure: (id: string, error: string): void =>
      db.update(pushSubscriptions).set({ error }).where(eq(pushSubscriptions.id, id)).run(),
  };
}
