import { createHmac } from "node:crypto";
import { z } from "zod";
import { isSameSecret, makeSecret } from "../../../auth/secret.ts";
import type { StoredCalendar } from "../../../calendar/tools.ts";
import type { Call, Stored, Unchecked } from "../../contract.ts";
import { IntegrationError } from "../../error.ts";
import type { GoogleApi } from "./api.ts";
import { GoogleRefusal } from "./refusal.ts";
import type { GoogleContext } from "./settings.ts";

const KEY = "google.push_key";
const CHANNELS = "google.channels";
const HOUR = 3_600_000;
/** Renewed so long before its end, or when three quarters of a shorter life are over. */
const OVERLAP = 24 * HOUR;
/** Asked for, in s; Google may give less. */
const LIFE = 30 * 24 * 3600;
/** When Google does not say when a channel ends. */
const UNKNOWN_LIFE = 24 * HOUR;
/** Before a calendar is tried again for which Google gives no channel: some have none. */
const REFUSED_PAUSE = 6 * HOUR;

const Channel = z.object({
  id: z.string(),
  /** Google's name of what is watched: a channel is stopped with it. */
  resourceId: z.string(),
  /** Porter's. */
  calendarId: z.string(),
  address: z.string(),
  renewAt: z.date(),
  endsAt: z.date(),
});
type Channel = z.infer<typeof Channel>;

/**
 * Checks the token of a push, which Google sends back as it was given; it follows from the channel's id, so nothing
 * else has to be known. Source: https://developers.google.com/workspace/calendar/api/guides/push
 * @returns the id of the message, or undefined when the token is not good
 */
export function verifyPush({ headers }: Pick<Unchecked, "headers">, { secret }: Stored): string | undefined {
  const id = headers["x-goog-channel-id"];
  const number = headers["x-goog-message-number"];
  const key = secret(KEY);
  if (!key || !id || !/^[\w-]{1,64}$/.test(id) || !number || !/^\d{1,20}$/.test(number)) return undefined;
  return isSameSecret(headers["x-goog-channel-token"] ?? "", tokenOf(key, id))
    ? `${id}:${number}`
    : undefined;
}

const tokenOf = (key: string, channelId: string): string =>
  createHmac("sha256", key).update(channelId).digest("base64url");

/**
 * The watch channels: one for each calendar while Porter has an address outside. They are looked after in ticks, by the
 * clock: a timer cannot wait for longer than 24 days. Without one a calendar is still read with every tick.
 */
export function createPush(context: GoogleContext, api: Pick<GoogleApi, "watch" | "stopWatch">) {
  const { state, vault, log, now } = context;
  const refusedUntil = new Map<string, Date>();

  const list = (): Channel[] => state.get(CHANNELS, z.array(Channel)) ?? [];
  /** Those that have come to their end need no farewell. */
  const keep = (channels: Channel[]): void =>
    state.set(
      CHANNELS,
      channels.filter(({ endsAt }) => endsAt > now()),
    );

  function key(): string {
    const found = vault.get(KEY);
    if (found !== undefined) return found;
    const made = makeSecret();
    vault.set(KEY, made);
    return made;
  }

  async function open(
    { id: calendarId, sourceId }: StoredCalendar,
    address: string,
    call: Call,
  ): Promise<Channel> {
    const id = crypto.randomUUID();
    const token = tokenOf(key(), id);
    const params = { ttl: String(LIFE) };
    const given = await api.watch(sourceId, { id, token, type: "web_hook", address, params }, call);
    const expiration = Number(given.expiration);
    const life = expiration > 0 ? expiration - now().getTime() : UNKNOWN_LIFE;
    const endsAt = new Date(now().getTime() + life);
    const renewAt = new Date(endsAt.getTime() - Math.min(OVERLAP, life / 4));
    return { id, resourceId: given.resourceId ?? "", calendarId, address, renewAt, endsAt };
  }

  async function stop({ id, resourceId }: Channel, call: Call): Promise<void> {
    try {
      await api.stopWatch({ id, resourceId }, call);
    } catch (error) {
      if (!(error instanceof IntegrationError)) throw error;
      // It ends by itself, and what it sends until then does nothing but have a calendar read.
      log.debug({ remedy: error.remedy }, "a watch channel could not be stopped");
    }
  }

  async function stopAll(ended: Channel[], call: Call): Promise<void> {
    for (const channel of ended) {
      await stop(channel, call);
      keep(list().filter(({ id }) => id !== channel.id));
    }
  }

  async function renew(calendar: StoredCalendar, address: string, call: Call): Promise<void> {
    if ((refusedUntil.get(calendar.id) ?? now()) > now()) return;
    const old = list().filter(({ calendarId }) => calendarId === calendar.id);
    // The new one first: between the two nothing is missed.
    keep([...list(), await open(calendar, address, call)]);
    await stopAll(old, call);
  }

  return {
    /** Which calendar a push tells of, by Porter's id. */
    calendarOf: (channelId: string | undefined): string | undefined =>
      list().find(({ id }) => id === channelId)?.calendarId,

    /** Never keeps a calendar from being read. @throws IntegrationError `auth` only */
    async lookAfter(calendar: StoredCalendar, call: Call): Promise<void> {
      const address = context.webhookUrl();
      const own = list().filter(({ calendarId }) => calendarId === calendar.id);
      if (address === undefined) return stopAll(own, call);
      if (own.some((one) => one.address === address && one.renewAt > now())) return;
      try {
        await renew(calendar, address, call);
      } catch (error) {
        if (!(error instanceof IntegrationError) || error.remedy === "auth") throw error;
        if (error instanceof GoogleRefusal)
          refusedUntil.set(calendar.id, new Date(now().getTime() + REFUSED_PAUSE));
        log.warn(
          { remedy: error.remedy },
          "Google does not tell of changes; the calendar is read with every tick",
        );
      }
    },

    /** Of calendars that Porter has no longer. */
    stopOthers: (calendarIds: string[], call: Call): Promise<void> =>
      stopAll(
        list().filter(({ calendarId }) => !calendarIds.includes(calendarId)),
        call,
      ),

    /** At the end of a sign-in, which ends the channels too. */
    forget(): void {
      state.remove(CHANNELS);
      vault.remove(KEY);
    },
  };
}
