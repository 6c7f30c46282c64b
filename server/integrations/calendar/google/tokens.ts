import { z } from "zod";
import { IntegrationError } from "../../error.ts";
import { parseJson } from "./http.ts";
import type { Granted, OAuth } from "./oauth.ts";
import { CONNECT_AGAIN, type GoogleContext } from "./settings.ts";

const KEY = "google.tokens";
/** Why there are none: in the state, as it is no secret. */
const ENDED = "google.ended";
/** An access token that ends sooner is not used any more, in ms. */
const MARGIN = 60_000;

const Tokens = z.object({ accessToken: z.string(), expiresAt: z.number(), refreshToken: z.string() });
type Tokens = z.infer<typeof Tokens>;

export type GoogleTokens = ReturnType<typeof createTokens>;

/** The tokens of the one sign-in, in the vault and nowhere else. */
export function createTokens({ vault, state, now }: GoogleContext, oauth: Pick<OAuth, "refresh">) {
  let refreshing: Promise<string> | undefined;

  const find = (): Tokens | undefined => Tokens.safeParse(parseJson(vault.get(KEY) ?? "")).data;

  function get(): Tokens {
    const tokens = find();
    if (tokens) return tokens;
    throw new IntegrationError(
      "auth",
      state.get(ENDED, z.string()) ??
        "Porter is not signed in to Google: connect on the page of this integration.",
    );
  }

  function keep({ accessToken, expiresAt, refreshToken }: Granted & { refreshToken: string }): void {
    vault.set(
      KEY,
      JSON.stringify({ accessToken, expiresAt: expiresAt.getTime(), refreshToken } satisfies Tokens),
    );
    state.remove(ENDED);
  }

  function forget(): void {
    vault.remove(KEY);
    state.remove(ENDED);
  }

  async function refresh({ refreshToken }: Tokens): Promise<string> {
    // The owner may sign out, or in to another account, while Google thinks.
    const isStillIt = () => find()?.refreshToken === refreshToken;
    try {
      const granted = await oauth.refresh(refreshToken);
      if (!isStillIt()) return get().accessToken;
      // Kept before anybody uses it: a crash must not lose the only good one.
      keep({ ...granted, refreshToken: granted.refreshToken ?? refreshToken });
      return granted.accessToken;
    } catch (error) {
      if (error instanceof IntegrationError && error.remedy === "auth" && isStillIt()) {
        // It never comes to life again, so it is not tried again.
        forget();
        state.set(ENDED, error.message);
      }
      throw error;
    }
  }

  /** One at a time, however many want it. */
  function refreshOnce(tokens: Tokens): Promise<string> {
    refreshing ??= refresh(tokens).finally(() => (refreshing = undefined));
    return refreshing;
  }

  return {
    keep,
    forget,
    /** @throws IntegrationError `auth` when the vault cannot be opened */
    find,
    /** @throws IntegrationError `auth` when there are none */
    require: (): void => void get(),

    /** An access token that Google should take. @throws IntegrationError */
    async current(): Promise<string> {
      const tokens = get();
      if (tokens.expiresAt - now().getTime() > MARGIN) return tokens.accessToken;
      return refreshOnce(tokens);
    },

    /** Another one than `refused`, which Google did not take. @throws IntegrationError `auth`: connect again */
    async renewed(refused: string): Promise<string> {
      const tokens = get();
      return tokens.accessToken === refused ? refreshOnce(tokens) : tokens.accessToken;
    },
  };
}

export const notAccepted = (): IntegrationError =>
  new IntegrationError("auth", `Google does not take Porter's sign-in any more: ${CONNECT_AGAIN}.`);
