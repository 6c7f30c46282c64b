import { PorterError } from "../errors.ts";
import type { Db } from "../db/open.ts";
import type { SteadyClock } from "../events/steady-clock.ts";
import type { Principal } from "./principal.ts";
import { hashSecret, isSameSecret, makeSecret } from "./secret.ts";
import { createCredentialStore } from "./store.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SIGN_IN_LINK_LIFE = 10 * MINUTE;
const BROWSER_LIFE = 90 * DAY;
/** A backstop only: a session's token is revoked when its process ends. */
const SESSION_LIFE = 7 * DAY;

export type Auth = ReturnType<typeof createAuth>;

export function createAuth({
  db,
  ownerToken,
  steadyClock,
  onTokenUse,
}: {
  db: Db;
  ownerToken: string;
  /** By which what has expired is thrown away: a clock that is wrong at a start would take all of it. */
  steadyClock?: Pick<SteadyClock, "now">;
  /** Hears of every request that a named token is sent with. */
  onTokenUse?: (id: string) => void;
}) {
  const store = createCredentialStore(db);
  // Not in the database: a link that a restart forgets is as good as expired, and a start prints a new one.
  const signInLinks = new Map<string, number>();

  store.removeExpired(steadyClock?.now() ?? new Date());
  store.removeOfKind("session"); // The processes that held them ended with the server before.

  function issue(kind: "browser" | "session", life: number, sessionId: string | null): string {
    const secret = makeSecret();
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + life);
    store.insert({ hash: hashSecret(secret), kind, sessionId, createdAt, expiresAt });
    return secret;
  }

  return {
    /** The secret of a sign-in link: good once, for 10 minutes, in this run of the server. */
    createSignInSecret(): string {
      const now = Date.now();
      for (const [hash, expiry] of signInLinks) if (expiry <= now) signInLinks.delete(hash);
      const secret = makeSecret();
      signInLinks.set(hashSecret(secret), now + SIGN_IN_LINK_LIFE);
      return secret;
    },

    /**
     * Trades a one-time secret or the owner's token for a browser credential (the cookie's value).
     * @throws PorterError UNAUTHORIZED
     */
    signIn(given: { secret: string } | { token: string }): { credential: string; lifeSeconds: number } {
      if ("secret" in given) {
        const hash = hashSecret(given.secret);
        const expiry = signInLinks.get(hash);
        signInLinks.delete(hash);
        if (expiry === undefined || expiry <= Date.now()) {
          throw new PorterError(
            "UNAUTHORIZED",
            "This sign-in link was used already or is older than 10 minutes.",
          );
        }
      } else if (!isSameSecret(given.token, ownerToken)) {
        throw new PorterError("UNAUTHORIZED", "This is not the owner's token.");
      }
      return { credential: issue("browser", BROWSER_LIFE, null), lifeSeconds: BROWSER_LIFE / 1000 };
    },

    /** Voids a browser's credential or a session's token. */
    revoke: (secret: string): void => store.remove(hashSecret(secret)),

    /** Voids the credentials of all browsers, such as that of a lost phone. The owner's token stays good. */
    signOutBrowsers: (): void => store.removeOfKind("browser"),

    /** The browser behind a cookie's value. */
    findByCookie(credential: string): Principal | undefined {
      return store.find(hashSecret(credential), new Date())?.kind === "browser"
        ? { kind: "owner" }
        : undefined;
    },

    /** The owner, the session or the named token behind a Bearer token. */
    findByBearer(token: string): Principal | undefined {
      if (isSameSecret(token, ownerToken)) return { kind: "owner" };
      const { kind, sessionId, id, scope } = store.find(hashSecret(token), new Date()) ?? {};
      if (kind === "session" && sessionId) return { kind, sessionId };
      if (kind !== "token" || !id || !scope) return undefined;
      onTokenUse?.(id);
      return { kind, id, scope };
    },

    /** Whether a Bearer token is good, also one that is bound to no session yet and may call nothing. */
    isGood(token: string): boolean {
      if (isSameSecret(token, ownerToken)) return true;
      const kind = store.find(hashSecret(token), new Date())?.kind;
      return kind === "session" || kind === "token";
    },

    /** A token that lets an agent act as its own session, and nothing more. */
    issueSessionToken: (sessionId: string): string => issue("session", SESSION_LIFE, sessionId),

    /** A token for a process that is started ahead of its session: nobody's until it is bound to one. */
    issueUnboundToken: (): string => issue("session", SESSION_LIFE, null),

    /** Once, for good. @throws Error for a token that is not there, or is bound already */
    bindToken(token: string, sessionId: string): void {
      if (store.bind(hashSecret(token), sessionId, new Date())) return;
      throw new Error("Only a session's token that is good and bound to none can be bound.");
    },
  };
}
