import type { Actor } from "../../shared/actor.ts";
import type {
  ChannelChoice,
  ChannelStatus,
  Notification,
  PushDevice,
  PushSubscribe,
  TestChannel,
} from "../../shared/notification.ts";
import { hashSecret } from "../auth/secret.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Attention } from "./attention.ts";
import type { Channel, Tally } from "./channel.ts";
import type { ConfiguredChannel } from "./configured.ts";
import type { ChannelStore, Subscription } from "./store.ts";
import { requireUsable } from "./subscription.ts";

export type Channels = ReturnType<typeof createChannels>;

/** What the owner sees and decides of the ways on which notifications leave Porter. */
export function createChannels(deps: {
  store: ChannelStore;
  events: Pick<EventLog, "write">;
  attention: Attention;
  publicKey: string;
  push: Channel;
  configured: ConfiguredChannel[];
  tallies: readonly Tally[];
  signal: AbortSignal;
}) {
  const { store, events, attention, push, configured, signal } = deps;

  function remove({ id, device }: Subscription, actor: Actor): void {
    events.write((append) => {
      store.removeSubscription(id);
      append({ kind: "device.removed", subject: `device:${id}`, actor, before: { device } });
    });
  }

  return {
    status: (): ChannelStatus => ({
      publicKey: deps.publicKey,
      devices: store.subscriptions().map(toDevice),
      configured: configured.map(({ name }) => name),
      errors: configured.flatMap(({ name, lastError }) => {
        const message = lastError();
        return message === undefined ? [] : [{ channel: name, message }];
      }),
      choices: store.choices(),
    }),

    /** @throws PorterError INVALID for an endpoint or keys that no push could be sent by */
    async subscribe({ endpoint, keys, device }: PushSubscribe, actor: Actor): Promise<PushDevice> {
      await requireUsable(endpoint, keys);
      return events.write((append) => {
        const isKnown = store.findByEndpoint(endpoint) !== undefined;
        const subscription = store.saveSubscription({
          id: Bun.randomUUIDv7(),
          endpoint,
          p256dh: keys.p256dh,
          auth: keys.auth,
          device,
          createdAt: new Date(),
          lastSentAt: null,
          error: null,
        });
        const kind = isKnown ? "device.updated" : "device.created";
        append({ kind, subject: `device:${subscription.id}`, actor, after: { device } });
        return toDevice(subscription);
      });
    },

    /** A browser that is not subscribed is unsubscribed as well. */
    unsubscribe(endpoint: string, actor: Actor): void {
      const subscription = store.findByEndpoint(endpoint);
      if (subscription) remove(subscription, actor);
    },

    /** @throws PorterError NOT_FOUND */
    removeDevice(id: string, actor: Actor): void {
      const subscription = store.findSubscription(id);
      if (!subscription) throw new PorterError("NOT_FOUND", "There is no device with this id.");
      remove(subscription, actor);
    },

    setChoice: (choice: ChannelChoice, actor: Actor): ChannelChoice =>
      events.write((append) => {
        store.setChoice(choice);
        append({ kind: "channel.updated", subject: `channel:${choice.channel}`, actor, after: choice });
        return choice;
      }),

    /** @throws PorterError UNAVAILABLE with the reason when it did not arrive */
    async test({ channel, deviceId }: TestChannel): Promise<void> {
      const targets = [push, ...configured]
        .filter(({ name }) => name === channel)
        .flatMap((found) => found.targets())
        .filter(({ id }) => deviceId === undefined || id === deviceId);
      if (targets.length === 0) throw new PorterError("UNAVAILABLE", whyNobody(channel));
      const outcomes = await Promise.all(targets.map((target) => target.send(testNotification(), signal)));
      const reasons = outcomes.flatMap((outcome) => (outcome.type === "sent" ? [] : [outcome.reason]));
      if (reasons.length > 0) throw new PorterError("UNAVAILABLE", `It did not arrive. ${reasons.join(" ")}`);
    },

    tallies: (): readonly Tally[] => deps.tallies,

    /** The owner looks at Porter now. */
    attend: attention.attend,
  };
}

const toDevice = ({ id, endpoint, device, createdAt, lastSentAt, error }: Subscription): PushDevice => ({
  id,
  endpointHash: hashSecret(endpoint),
  device,
  createdAt,
  lastSentAt,
  error,
});

const whyNobody = (channel: TestChannel["channel"]): string =>
  channel === "push"
    ? "No device gets pushes. Switch notifications on in its browser."
    : `The configuration does not set this channel up: [channels.${channel}] does.`;

const testNotification = (): Notification => ({
  id: Bun.randomUUIDv7(),
  key: null,
  kind: "integration_attention",
  title: "Porter",
  body: "This is a test. Notifications arrive here.",
  link: "/",
  approvalId: null,
  tokenId: null,
  readAt: null,
  doneAt: null,
  snoozedUntil: null,
  createdAt: new Date(),
});
