import { GoogleError } from "./answer.ts";

type Channel = {
  id: string;
  token: string;
  address: string;
  resourceId: string;
  calendarId: string;
  /** In ms. */
  expiration: number;
  messages: number;
};

/** A push as it would be sent: it says all in its headers. */
export type Push = { address: string; headers: Record<string, string> };

const WEEK = 7 * 86_400;

/** Watch channels. Source: https://developers.google.com/workspace/calendar/api/guides/push */
export function createChannels(now: () => Date) {
  const open = new Map<string, Channel>();
  const sending = new Set<Promise<unknown>>();
  const settings = {
    /** In s; so long lives a channel, whatever it asks for. */
    life: WEEK,
    /** `keep`: nothing is sent, the test does it with `pushes`. */
    pushes: "keep" as "send" | "keep",
    /** Where an address outside is reached in the test. */
    reach: (address: string): string => address,
  };
  /** All that was sent, or would have been, in its order. */
  const pushes: Push[] = [];

  function push(channel: Channel, state: "sync" | "exists"): void {
    if (channel.expiration <= now().getTime()) return;
    channel.messages += 1;
    const sent: Push = {
      address: channel.address,
      headers: {
        "x-goog-channel-id": channel.id,
        "x-goog-channel-token": channel.token,
        "x-goog-channel-expiration": new Date(channel.expiration).toUTCString(),
        "x-goog-resource-id": channel.resourceId,
        "x-goog-resource-uri": `https://www.googleapis.com/calendar/v3/calendars/${channel.calendarId}/events?alt=json`,
        "x-goog-resource-state": state,
        "x-goog-message-number": String(channel.messages),
      },
    };
    pushes.push(sent);
    if (settings.pushes === "send") track(send(sent));
  }

  /** An address that cannot be reached is Google's affair: it tries again, or the push is lost. */
  const send = ({ address, headers }: Push): Promise<number> =>
    fetch(settings.reach(address), { method: "POST", headers }).then(
      ({ status }) => status,
      () => 0,
    );

  function track(work: Promise<unknown>): void {
    sending.add(work);
    void work.finally(() => sending.delete(work));
  }

  return {
    settings,
    pushes,
    send,

    watch(calendarId: string, body: Record<string, unknown>): Record<string, unknown> {
      const { id, type, address, token } = body;
      if (typeof id !== "string" || !/^[A-Za-z0-9\-_+/=]{1,64}$/.test(id))
        throw new GoogleError(400, "channelIdInvalid", "Channel id is invalid.");
      if (open.has(id)) throw new GoogleError(400, "channelIdNotUnique", "Channel id is not unique.");
      if (type !== "web_hook") throw new GoogleError(400, "channelTypeUnknown", "Unknown channel type.");
      if (typeof address !== "string" || !address.startsWith("https://"))
        throw new GoogleError(401, "push.webhookUrlNotHttps", "WebHook callback must be HTTPS.");
      if (typeof token !== "string" || token.length > 256)
        throw new GoogleError(400, "invalid", "Channel token is too long.");
      const channel: Channel = {
        id,
        token,
        address,
        calendarId,
        resourceId: Bun.hash(calendarId).toString(36),
        expiration: now().getTime() + settings.life * 1000,
        messages: 0,
      };
      open.set(id, channel);
      push(channel, "sync");
      const { resourceId, expiration } = channel;
      return { kind: "api#channel", id, token, resourceId, expiration: String(expiration) };
    },

    stop({ id, resourceId }: Record<string, unknown>): void {
      const channel = open.get(String(id));
      if (!channel || channel.resourceId !== resourceId)
        throw new GoogleError(404, "notFound", `Channel '${String(id)}' not found for project`);
      open.delete(channel.id);
    },

    changed(calendarId: string): void {
      for (const channel of open.values()) if (channel.calendarId === calendarId) push(channel, "exists");
    },

    /** Those that are neither stopped nor at their end. */
    open: (): Channel[] => [...open.values()].filter(({ expiration }) => expiration > now().getTime()),

    /** All pushes have been answered. */
    async settled(): Promise<void> {
      while (sending.size > 0) await Promise.all(sending);
    },
  };
}
