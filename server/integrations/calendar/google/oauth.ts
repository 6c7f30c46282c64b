import { z } from "zod";
import type { SignedIn, SignIn } from "../../contract.ts";
import { IntegrationError } from "../../error.ts";
import { toLine } from "../../outside-text.ts";
import { parseJson, request } from "./http.ts";
import { CONNECT_AGAIN, type GoogleContext, type GoogleSettings } from "./settings.ts";

/**
 * The least that the actions need: events of all calendars (also to watch them), and the calendars' names, colours and
 * access. Not `calendar`, which could delete calendars and share them. Each with the words of Google's own page.
 */
const SCOPES = {
  "https://www.googleapis.com/auth/calendar.events": "View and edit events on all your calendars",
  "https://www.googleapis.com/auth/calendar.calendarlist.readonly":
    "See the list of Google calendars you’re subscribed to",
};
const MAX_BYTES = 1024 * 1024;
/** In ms: who disconnects does not wait longer for Google. */
const REVOKE_LIMIT = 10_000;

/** RFC 6749, 5.1. `expires_in` in seconds. */
const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
});
const ErrorAnswer = z.object({ error: z.string() });

export type Granted = { accessToken: string; expiresAt: Date; refreshToken: string | undefined };

export type OAuth = ReturnType<typeof createOAuth>;

/** Google's authorization server: RFC 6749 with PKCE (RFC 7636) and revocation (RFC 7009). It keeps nothing. */
export function createOAuth(context: GoogleContext, settings: GoogleSettings) {
  const client = { client_id: settings.client_id, client_secret: settings.client_secret };

  async function post(url: string, fields: Record<string, string>, signal?: AbortSignal) {
    const { status, text } = await request(context, {
      url,
      maxBytes: MAX_BYTES,
      method: "POST",
      body: new URLSearchParams(fields),
      ...(signal && { signal }),
    });
    return { isGood: status === 200, body: parseJson(text) };
  }

  async function askForTokens(fields: Record<string, string>, signal?: AbortSignal) {
    const { isGood, body } = await post(settings.token_url, { ...client, ...fields }, signal);
    if (!isGood) throw refusal(ErrorAnswer.safeParse(body).data?.error);
    const answer = TokenAnswer.safeParse(body).data;
    if (!answer) throw new IntegrationError("retry", "Google's answer to the sign-in is not in its form.");
    return {
      scope: answer.scope,
      granted: {
        accessToken: answer.access_token,
        expiresAt: new Date(context.now().getTime() + answer.expires_in * 1000),
        refreshToken: answer.refresh_token,
      } satisfies Granted,
    };
  }

  return {
    /** Where the owner is asked. `prompt=consent`: without it a second sign-in gives no refresh token. */
    addressOf({ redirectUri, state, codeChallenge }: SignIn): string {
      const url = new URL(settings.auth_url);
      const params = {
        client_id: settings.client_id,
        redirect_uri: redirectUri,
        response_type: "code",
        scope: Object.keys(SCOPES).join(" "),
        state,
        code_challenge: codeChallenge,
        code_challenge_method: "S256",
        access_type: "offline",
        prompt: "consent",
      };
      for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
      return url.href;
    },

    /**
     * Takes the code, once, and looks whether the owner has granted all of it.
     * @throws IntegrationError `auth` with what to tick, `config`, `retry`
     */
    async exchange({ code, codeVerifier, redirectUri }: SignedIn, signal: AbortSignal) {
      const { granted, scope } = await askForTokens(
        { grant_type: "authorization_code", code, code_verifier: codeVerifier, redirect_uri: redirectUri },
        signal,
      );
      // Left out, it is as it was asked for (RFC 6749, 5.1).
      const given = scope?.split(" ");
      const lacking = Object.entries(SCOPES).filter(([name]) => given?.includes(name) === false);
      if (lacking.length > 0)
        throw new IntegrationError(
          "auth",
          `Google's page has a box for each thing that Porter needs, and not all were ticked: ${CONNECT_AGAIN} and tick ${lacking.map(([, words]) => `“${words}”`).join(" and ")}.`,
        );
      const { refreshToken } = granted;
      if (refreshToken === undefined)
        throw new IntegrationError(
          "auth",
          `Google gave no lasting access: remove Porter at https://myaccount.google.com/connections, then ${CONNECT_AGAIN}.`,
        );
      return { ...granted, refreshToken };
    },

    /** @throws IntegrationError `auth`: this refresh token is good no longer; `config`, `retry` */
    refresh: async (refreshToken: string): Promise<Granted> =>
      (await askForTokens({ grant_type: "refresh_token", refresh_token: refreshToken })).granted,

    /** Ends all that the sign-in has granted. @throws IntegrationError `retry` when Google has not done it */
    async revoke(token: string): Promise<void> {
      const { isGood, body } = await post(settings.revoke_url, { token }, AbortSignal.timeout(REVOKE_LIMIT));
      // What is good no longer is as it should be (RFC 7009, 2.2).
      if (isGood || ErrorAnswer.safeParse(body).data?.error === "invalid_token") return;
      throw new IntegrationError("retry", "Google has not taken the access back.");
    },
  };
}

/** RFC 6749, 5.2: the code alone. Google's own description is left out: it can quote what it was given. */
function refusal(error: string | undefined): IntegrationError {
  switch (error) {
    case "invalid_grant":
      return new IntegrationError(
        "auth",
        `Google has ended the sign-in: ${CONNECT_AGAIN}. (While the app at Google is in “Testing”, each one ends after 7 days.)`,
      );
    case "invalid_client":
    case "unauthorized_client":
    case "deleted_client":
    case "disabled_client":
      return new IntegrationError(
        "config",
        "Google does not know [integrations.calendar] client_id with this client_secret.",
      );
    case "redirect_uri_mismatch":
      return new IntegrationError(
        "config",
        "The address of Porter is not among the redirect addresses of [integrations.calendar] client_id at Google.",
      );
    case undefined:
      return new IntegrationError("retry", "Google did not answer the sign-in as it should.");
    default:
      return new IntegrationError("retry", `Google refuses the sign-in (${toLine(error, 100)}).`);
  }
}
