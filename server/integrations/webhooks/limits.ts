import { networkOf } from "../../auth/network.ts";
import { createTokenBuckets, type Taken } from "./token-buckets.ts";

/** Requests that may come at once, and then in every second. */
const OF_ADDRESS = { capacity: 240, perSecond: 10 };
const OF_INTEGRATION = { capacity: 120, perSecond: 5 };

/** draft-ietf-httpapi-ratelimit-headers-10: the quota, and the seconds over which it is given. */
const POLICY = Object.entries({ address: OF_ADDRESS, integration: OF_INTEGRATION })
  .map(([name, { capacity, perSecond }]) => `"${name}";q=${capacity};w=${capacity / perSecond}`)
  .join(", ");

export type Entry = {
  /** The seconds to wait; undefined: come in. */
  waitSeconds: number | undefined;
  /** For the answer, whatever it is. */
  headers: Record<string, string>;
};

/** How much may come from one address, and for one integration. Addresses of this machine are no exception. */
export function createWebhookLimits(now?: () => number) {
  const addresses = createTokenBuckets({ ...OF_ADDRESS, ...(now && { now }) });
  const integrations = createTokenBuckets({ ...OF_INTEGRATION, ...(now && { now }) });

  return {
    enter(address: string, integrationId: string): Entry {
      const ofAddress = addresses.take(networkOf(address));
      if (!ofAddress.isAllowed) return toEntry({ address: ofAddress });
      return toEntry({ address: ofAddress, integration: integrations.take(integrationId) });
    },

    /** It was refused: strangers must not use up what the integration's sender may send. */
    leave: (integrationId: string): void => integrations.giveBack(integrationId),

    /** A wrong signature counts twice. */
    distrust: (address: string): void => addresses.fine(networkOf(address)),
  };
}

function toEntry(taken: Record<string, Taken>): Entry {
  const refusing = Object.values(taken).find(({ isAllowed }) => !isAllowed);
  const left = Object.entries(taken).map(
    ([name, { remaining, fullInSeconds }]) => `"${name}";r=${remaining};t=${Math.ceil(fullInSeconds)}`,
  );
  return {
    waitSeconds: refusing && Math.max(1, Math.ceil(refusing.waitSeconds)),
    headers: { "ratelimit-policy": POLICY, ratelimit: left.join(", ") },
  };
}
