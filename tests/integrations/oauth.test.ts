import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IntegrationError } from "../../server/integrations/error.ts";
import { openOAuth } from "./open-oauth.ts";
import { MINUTE, SECOND, stateOf } from "./sample.ts";

/** Signed out, as the first tick finds it. */
async function openSignedOut(options?: Parameters<typeof openOAuth>[0]) {
  const porter = await openOAuth(options);
  await porter.clock.advance(5 * SECOND);
  expect(stateOf(porter, "account")).toBe("needs_auth");
  return porter;
}

const changed = (url: string, change: (params: URLSearchParams) => void): string => {
  const to = new URL(url);
  change(to.searchParams);
  return to.href;
};

describe("a sign-in", () => {
  test("leads through the service and back to the integration's page, which is set up afresh", async () => {
    await using porter = await openSignedOut();
    const browser = await porter.signIn();
    const { url, cookie, setCookie } = await browser.connect();
    const asked = new URL(url).searchParams;
    expect(asked.get("redirect_uri")).toBe(`http://127.0.0.1:${porter.port}/oauth/account/callback`);
    expect(asked.get("state")).toMatch(/^[\w-]{43}$/);
    expect(setCookie).toMatch(
      /^porter_\d+_oauth=[0-9a-f]{64}; HttpOnly; SameSite=Lax; Path=\/oauth\/; Max-Age=600$/,
    );
    expect(setCookie).not.toContain(browser.session.split("=")[1] ?? "?");

    const answer = await porter.comeBack(porter.provider.allow(url), cookie);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/integrations/account");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(porter.provider.calls.token).toBe(1);
    await porter.clock.advance(5 * SECOND);
    expect(stateOf(porter, "account")).toBe("ok");
  });

  test("that a token began is bound to no browser", async () => {
    await using porter = await openSignedOut();
    const { url, setCookie } = await porter.connectByToken();
    expect(setCookie).toBeNull();
    expect((await porter.comeBack(porter.provider.allow(url))).status).toBe(303);
  });

  test("does not end another one, of the same browser or of another", async () => {
    await using porter = await openSignedOut();
    const [one, two] = [await porter.signIn(), await porter.signIn()];
    const [first, second, third] = [await one.connect(), await one.connect(), await two.connect()];
    // A browser has the cookie that came last.
    for (const { url, cookie } of [{ url: first.url, cookie: second.cookie }, second, third])
      expect((await porter.comeBack(porter.provider.allow(url), cookie)).status).toBe(303);
    expect(porter.provider.calls.token).toBe(3);
  });

  test("is forgotten by a browser that signs out of Porter", async () => {
    await using porter = await openSignedOut();
    const browser = await porter.signIn();
    const { cookie } = await browser.connect();
    const gone = (await browser.signOut()).headers.getSetCookie();
    const [name] = cookie.split("=");
    expect(gone).toContain(`${name}=; HttpOnly; SameSite=Lax; Path=/oauth/; Max-Age=0`);
    expect(gone).toHaveLength(2);
  });

  test("comes back to the public address, which is https", async () => {
    await using porter = await openSignedOut({ publicUrl: "https://porter.example.net" });
    const browser = await porter.signIn("https://porter.example.net");
    const { url, setCookie } = await browser.connect();
    expect(new URL(url).searchParams.get("redirect_uri")).toBe(
      "https://porter.example.net/oauth/account/callback",
    );
    expect(setCookie).toEndWith("; Secure");
  });

  test("finds the browser that knows Porter as localhost, once", async () => {
    await using porter = await openSignedOut();
    const home = `http://localhost:${porter.port}`;
    const browser = await porter.signIn(home);
    const { url, cookie } = await browser.connect();
    const back = porter.provider.allow(url);
    const led = await porter.comeBack(back);
    expect(led.status).toBe(303);
    expect(led.headers.get("location")).toBe(back.replace(porter.url, home));
    expect((await porter.comeBack(back)).status).toBe(400);
    expect(porter.provider.calls.token).toBe(0);
    expect((await porter.comeBack(led.headers.get("location") ?? "", cookie)).status).toBe(303);
    expect(porter.provider.calls.token).toBe(1);
  });
});

describe("a state that is not good is answered 400, and the integration hears nothing of it", () => {
  type Try = (
    porter: Awaited<ReturnType<typeof openSignedOut>>,
    back: string,
    cookie: string,
  ) => Promise<[to: string, cookie: string | undefined]>;
  const tries: Record<string, Try> = {
    missing: async (_, back, cookie) => [changed(back, (params) => params.delete("state")), cookie],
    empty: async (_, back, cookie) => [changed(back, (params) => params.set("state", "")), cookie],
    wrong: async (_, back, cookie) => [
      changed(back, (params) => params.set("state", "x".repeat(43))),
      cookie,
    ],
    "there twice": async (_, back, cookie) => [
      changed(back, (params) => params.append("state", params.get("state") ?? "")),
      cookie,
    ],
    "another integration's": async (_, back, cookie) => [back.replace("/account/", "/other/"), cookie],
    "an unknown integration's": async (_, back, cookie) => [back.replace("/account/", "/nothing/"), cookie],
    "another browser session's": async (porter, back) => {
      const other = await porter.signIn();
      return [back, (await other.connect()).cookie];
    },
    "without its browser": async (_, back) => [back, undefined],
    "with the session's own cookie alone": async (porter, back) => [back, (await porter.signIn()).session],
    expired: async (porter, back, cookie) => {
      await porter.clock.advance(10 * MINUTE);
      return [back, cookie];
    },
    reused: async (porter, back, cookie) => {
      expect((await porter.comeBack(back, cookie)).status).toBe(303);
      return [back, cookie];
    },
    "of a sign-in that was refused": async (porter, back, cookie) => {
      const denied = changed(back, (params) => {
        params.delete("code");
        params.set("error", "access_denied");
      });
      const answer = await porter.comeBack(denied, cookie);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain("was not allowed");
      return [back, cookie];
    },
  };
  for (const [what, prepare] of Object.entries(tries)) {
    test(what, async () => {
      const codes: string[] = [];
      await using porter = await openSignedOut({ finishConnect: ({ code }) => void codes.push(code) });
      const { url, cookie } = await (await porter.signIn()).connect();
      const [to, given] = await prepare(porter, porter.provider.allow(url), cookie);
      const before = codes.length;
      const answer = await porter.comeBack(to, given);
      expect(answer.status).toBe(400);
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("content-security-policy")).toStartWith(
        "default-src 'none'; style-src 'sha256-",
      );
      expect(await answer.text()).toContain("press Connect again");
      expect(codes).toHaveLength(before);
    });
  }

  test("a restart has forgotten it, and says so", async () => {
    let back = "";
    {
      await using porter = await openSignedOut();
      back = porter.provider.allow((await porter.connectByToken()).url);
    }
    await using porter = await openSignedOut();
    const answer = await porter.comeBack(back.replace(/:\d+/, `:${porter.port}`));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("Porter was restarted");
  });

  test("of two that come at once one wins", async () => {
    await using porter = await openSignedOut();
    const { url, cookie } = await (await porter.signIn()).connect();
    const back = porter.provider.allow(url);
    const answers = await Promise.all([porter.comeBack(back, cookie), porter.comeBack(back, cookie)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 400]);
    expect(porter.provider.calls.token).toBe(1);
  });

  test("too many are answered 429, and a good one never is", async () => {
    await using porter = await openSignedOut();
    const { url, cookie } = await (await porter.signIn()).connect();
    const back = porter.provider.allow(url);
    const guesses = Array.from({ length: 21 }, (_, index) =>
      changed(back, (params) => params.set("state", `guess-${index}`)),
    );
    const statuses: number[] = [];
    for (const guess of guesses) statuses.push((await porter.comeBack(guess, cookie)).status);
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(400));
    const last = await porter.comeBack(back.replace(/state=[^&]+/, "state=guess"), cookie);
    expect(last.status).toBe(429);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await porter.comeBack(back, cookie)).status).toBe(303);
  });
});

describe("a sign-in that fails", () => {
  test("says why on its page, as text, and is the integration's failure", async () => {
    await using porter = await openSignedOut({
      finishConnect: () => {
        throw new IntegrationError("auth", "Google gave no <b>refresh token</b>.");
      },
    });
    const { url, cookie } = await (await porter.signIn()).connect();
    const answer = await porter.comeBack(porter.provider.allow(url), cookie);
    expect(answer.status).toBe(502);
    const page = await answer.text();
    expect(page).toContain("Google gave no &lt;b&gt;refresh token&lt;/b&gt;.");
    expect(page).toContain('<a href="/integrations/account">Connect again</a>');
    expect(porter.host.find("account")).toMatchObject({
      state: "needs_auth",
      error: { message: "Google gave no <b>refresh token</b>." },
    });
    expect(porter.notifications.list({}).items).toHaveLength(2); // One for each of the two integrations, as before.
  });

  test("has a time limit", async () => {
    const called = Promise.withResolvers<void>();
    await using porter = await openSignedOut({
      finishConnect() {
        called.resolve();
        return new Promise(() => undefined);
      },
    });
    const { url } = await porter.connectByToken();
    const answer = porter.comeBack(porter.provider.allow(url));
    await called.promise;
    await porter.clock.advance(31 * SECOND);
    expect((await answer).status).toBe(502);
    expect(await (await answer).text()).toContain("did not answer within 30 seconds");
  });

  test("leaves neither code nor state nor verifier in a log, in the events or in the database", async () => {
    const seen: string[] = [];
    await using porter = await openSignedOut({
      finishConnect: ({ code, codeVerifier }) => {
        seen.push(code, codeVerifier);
        throw new Error("unexpected");
      },
    });
    const { url, cookie } = await (await porter.signIn()).connect();
    const back = porter.provider.allow(url);
    expect((await porter.comeBack(back, cookie)).status).toBe(502);
    seen.push(new URL(back).searchParams.get("state") ?? "");
    expect(seen.filter((secret) => secret.length > 30)).toHaveLength(3);
    const kept =
      JSON.stringify(porter.logged) +
      ["porter.db", "porter.db-wal"]
        .map((name) => readFileSync(join(porter.dataDir, name), "latin1"))
        .join("");
    for (const secret of seen) expect(kept).not.toContain(secret);
  });
});

describe("the address of the way back", () => {
  test("is for a page that a browser opens, and for nothing that a page loads", async () => {
    await using porter = await openSignedOut();
    const { url } = await porter.connectByToken();
    const back = porter.provider.allow(url);
    const strange: Record<string, string>[] = [
      { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
      { "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
      { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
      { origin: "https://example.net" },
    ];
    for (const headers of strange)
      expect((await fetch(back, { headers, redirect: "manual" })).status).toBe(403);
    expect((await fetch(back, { headers: { host: "evil.example" } })).status).toBe(421);
    expect((await fetch(back, { method: "POST" })).status).toBe(405);
    await fetch(back, { method: "HEAD", redirect: "manual" }); // As what looks at links before people do.
    expect(porter.provider.calls.token).toBe(0);
    expect((await porter.comeBack(back)).status).toBe(303);
  });
});
