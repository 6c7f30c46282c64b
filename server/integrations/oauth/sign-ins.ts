import { createHash } from "node:crypto";
import { callbackPath } from "../../../shared/callback-path.ts";
import { hashSecret, makeSecret } from "../../auth/secret.ts";

/** How long the owner has at the service, in ms. */
const LIFE = 10 * 60_000;

/** The browser that a sign-in was begun in. */
export type Browser = {
  /** Only this browser knows it, and brings it along when it comes back. */
  secret: string;
  /** Under which of Porter's addresses it has that; undefined when it did not say. */
  origin: string | undefined;
};

/** Where a sign-in begins, and comes back to. */
export type SignInFrom = {
  /** `http://127.0.0.1:3101`: the loopback address as a literal (RFC 8252, 7.3 and 8.3), or the public one. */
  callbackOrigin: string;
  /** Left out when no browser begins it: whoever comes back with the state finishes it. */
  browser?: Browser | undefined;
};

/** What came back with the owner. */
type Returned = { integrationId: string; state: string; browserSecret: string | undefined };

type SignIn = { integrationId: string; redirectUri: string; codeVerifier: string };

type Waiting = SignIn & {
  browserHash: string | undefined;
  /** The address at which the browser has its secret, when the service leads it to another one of Porter's. */
  home: string | undefined;
  /** In ms since 1970. */
  expiresAt: number;
};

export type SignIns = ReturnType<typeof createSignIns>;

/**
 * The sign-ins that are under way. Each has a state (RFC 6749, 10.12) and a verifier of its own, so several may be;
 * each is good once, for 10 minutes, for one integration, and for the browser that began it.
 *
 * They are in memory: a verifier is a secret that need not outlive the process, and after a restart the owner presses
 * Connect again, as after 10 minutes.
 */
export function createSignIns({ now }: { now: () => Date }) {
  const waiting = new Map<string, Waiting>();

  return {
    begin(integrationId: string, { callbackOrigin, browser }: SignInFrom) {
      for (const [hash, { expiresAt }] of waiting) if (expiresAt <= now().getTime()) waiting.delete(hash);
      const state = makeSecret();
      const codeVerifier = makeSecret();
      const redirectUri = callbackOrigin + callbackPath(integrationId);
      waiting.set(hashSecret(state), {
        integrationId,
        redirectUri,
        codeVerifier,
        browserHash: browser && hashSecret(browser.secret),
        home: browser?.origin === callbackOrigin ? undefined : browser?.origin,
        expiresAt: now().getTime() + LIFE,
      });
      return { state, codeChallenge: challengeOf(codeVerifier), redirectUri };
    },

    /**
     * The sign-in of a state, which is used up by that; or where the browser that began it is to come instead, told
     * once; or undefined for a state that is not good here. Such a call uses nothing up: who has only seen an address
     * can spoil nothing.
     */
    take({ integrationId, state, browserSecret }: Returned): SignIn | { home: string } | undefined {
      const hash = hashSecret(state);
      const found = waiting.get(hash);
      if (!found || found.expiresAt <= now().getTime() || found.integrationId !== integrationId)
        return undefined;
      const { browserHash, home, redirectUri, codeVerifier } = found;
      if (browserHash !== undefined) {
        if (browserSecret === undefined && home !== undefined) {
          found.home = undefined;
          return { home };
        }
        if (browserSecret === undefined || hashSecret(browserSecret) !== browserHash) return undefined;
      }
      waiting.delete(hash);
      return { integrationId, redirectUri, codeVerifier };
    },
  };
}

/** By the method S256 (RFC 7636, 4.2). */
const challengeOf = (codeVerifier: string): string =>
  createHash("sha256").update(codeVerifier, "ascii").digest("base64url");
