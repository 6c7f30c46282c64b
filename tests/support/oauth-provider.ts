import { createHash, randomUUID } from "node:crypto";

type Grant = { codeChallenge: string; redirectUri: string };

export type OAuthProvider = ReturnType<typeof startOAuthProvider>;

/**
 * A service that people sign in to: the authorization code grant (RFC 6749, 4.1) with PKCE (RFC 7636), as far as a test
 * needs it. Browsers reach it as `localhost`, which is another site than 127.0.0.1.
 */
export function startOAuthProvider() {
  const grants = new Map<string, Grant>();
  const calls = { authorize: 0, token: 0 };

  /** The address that the browser is led back to when its owner allows it. */
  function allow(authorization: URL): string {
    const asked = authorization.searchParams;
    const code = randomUUID();
    const redirectUri = asked.get("redirect_uri") ?? "";
    grants.set(code, { codeChallenge: asked.get("code_challenge") ?? "", redirectUri });
    const back = new URL(redirectUri);
    back.search = new URLSearchParams({ state: asked.get("state") ?? "", code }).toString();
    return back.href;
  }

  function deny(authorization: URL): string {
    const back = new URL(authorization.searchParams.get("redirect_uri") ?? "");
    const state = authorization.searchParams.get("state") ?? "";
    back.search = new URLSearchParams({ state, error: "access_denied" }).toString();
    return back.href;
  }

  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    routes: {
      "/authorize": (request) => {
        calls.authorize += 1;
        const { search } = new URL(request.url);
        const choice = (path: string, words: string) =>
          `<p><a href="${Bun.escapeHTML(path + search)}">${words}</a></p>`;
        return new Response(choice("/allow", "Allow") + choice("/deny", "Deny"), {
          headers: { "content-type": "text/html" },
        });
      },
      "/allow": (request) => Response.redirect(allow(new URL(request.url)), 302),
      "/deny": (request) => Response.redirect(deny(new URL(request.url)), 302),
      "/token": async (request) => {
        calls.token += 1;
        const given = new URLSearchParams(await request.text());
        const grant = grants.get(given.get("code") ?? "");
        grants.delete(given.get("code") ?? "");
        const challenge = createHash("sha256")
          .update(given.get("code_verifier") ?? "")
          .digest("base64url");
        const isGood = grant?.codeChallenge === challenge && grant.redirectUri === given.get("redirect_uri");
        return isGood
          ? Response.json({ access_token: `token-${randomUUID()}` })
          : Response.json({ error: "invalid_grant" }, { status: 400 });
      },
    },
  });

  return {
    /** For servers. */
    url: `http://127.0.0.1:${server.port}`,
    /** For browsers. */
    site: `http://localhost:${server.port}`,
    calls,
    allow: (url: string) => allow(new URL(url)),
    deny: (url: string) => deny(new URL(url)),
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}
