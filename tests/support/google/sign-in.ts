import { createHash } from "node:crypto";
import { answerWith } from "./answer.ts";
import type { Call } from "./call.ts";

export const CLIENT = { id: "porter-test.apps.example.com", secret: "GOCSPX-secret-of-the-client" };

type Code = { challenge: string; redirectUri: string; scope: string; isOffline: boolean };

/**
 * Google's authorization server: consent, codes, tokens and their end (RFC 6749, 7009, 7636). Source:
 * https://developers.google.com/identity/protocols/oauth2/web-server
 */
export function createSignIn(now: () => Date) {
  const codes = new Map<string, Code>();
  /** With the scope that was granted. */
  const refreshTokens = new Map<string, string>();
  /** With the moment they end, in ms. */
  const accessTokens = new Map<string, number>();
  const issued: string[] = [];
  const settings = {
    /** What the person does on the page. */
    answer: "allow" as "allow" | "deny",
    /** The boxes that the person ticks; all that are asked for when left out. */
    ticked: undefined as string[] | undefined,
    /** In s. */
    accessLife: 3_600,
    /** Google gives none to an app that has one already and does not ask for consent. */
    givesRefreshToken: true,
  };

  function issue(prefix: string): string {
    const token = `${prefix}${crypto.randomUUID()}`;
    issued.push(token);
    return token;
  }

  function issueAccess(): { access_token: string; expires_in: number; token_type: "Bearer" } {
    const token = issue("ya29.");
    accessTokens.set(token, now().getTime() + settings.accessLife * 1000);
    return { access_token: token, expires_in: settings.accessLife, token_type: "Bearer" };
  }

  function consent({ query }: Call): Response {
    const redirectUri = query.get("redirect_uri");
    const challenge = query.get("code_challenge");
    if (
      query.get("client_id") !== CLIENT.id ||
      query.get("response_type") !== "code" ||
      query.get("code_challenge_method") !== "S256" ||
      !challenge ||
      !redirectUri
    )
      return new Response("Error 400: invalid_request", { status: 400 });
    const back = new URL(redirectUri);
    back.searchParams.set("state", query.get("state") ?? "");
    if (settings.answer === "deny") {
      back.searchParams.set("error", "access_denied");
      return Response.redirect(back.href, 302);
    }
    const scope = (settings.ticked ?? [query.get("scope") ?? ""]).join(" ");
    const code = issue("4/");
    codes.set(code, { challenge, redirectUri, scope, isOffline: query.get("access_type") === "offline" });
    back.searchParams.set("code", code);
    back.searchParams.set("scope", scope);
    return Response.redirect(back.href, 302);
  }

  function token({ form }: Call): Response {
    if (form.get("client_id") !== CLIENT.id || form.get("client_secret") !== CLIENT.secret)
      return refuse("invalid_client", 401);
    if (form.get("grant_type") === "refresh_token") {
      const scope = refreshTokens.get(form.get("refresh_token") ?? "");
      return scope === undefined ? refuse("invalid_grant") : answerWith({ ...issueAccess(), scope });
    }
    if (form.get("grant_type") !== "authorization_code") return refuse("unsupported_grant_type");
    const given = form.get("code") ?? "";
    const code = codes.get(given);
    codes.delete(given);
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!code || code.challenge !== challenge || code.redirectUri !== form.get("redirect_uri"))
      return refuse("invalid_grant");
    if (!code.isOffline || !settings.givesRefreshToken)
      return answerWith({ ...issueAccess(), scope: code.scope });
    const refreshToken = issue("1//");
    refreshTokens.set(refreshToken, code.scope);
    return answerWith({ ...issueAccess(), scope: code.scope, refresh_token: refreshToken });
  }

  /** Of either kind of token: the whole grant ends. */
  function revoke({ form, query }: Call): Response {
    const given = form.get("token") ?? query.get("token") ?? "";
    if (!refreshTokens.has(given) && !accessTokens.has(given)) return refuse("invalid_token");
    refreshTokens.clear();
    accessTokens.clear();
    return answerWith({});
  }

  return {
    settings,
    consent,
    token,
    revoke,
    /** Every code and token that was ever given out: none of them may be found anywhere. */
    issued,
    isSignedIn: (): boolean => refreshTokens.size > 0,
    isGood: (authorization: string | null): boolean =>
      (accessTokens.get(authorization?.replace(/^Bearer /, "") ?? "") ?? 0) > now().getTime(),
    /** Access tokens are good no longer; Google does so also before their time. */
    endAccess: (): void => accessTokens.clear(),
    /** The owner took the access away, or seven days of an app in "Testing" are over. */
    endGrant(): void {
      refreshTokens.clear();
      accessTokens.clear();
    },
  };
}

const refuse = (error: string, status = 400): Response =>
  answerWith({ error, error_description: "Bad Request" }, { status });
