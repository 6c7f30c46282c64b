import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { findFreePort, startPorter, type Porter } from "../support/server.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());

const post = (porter: Porter, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(porter.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", origin: porter.url, ...headers },
    body: JSON.stringify(body),
  });

const secretOf = (link: string) => new URL(link).hash.slice(1);
const cookieOf = (response: Response) => response.headers.get("set-cookie")?.split(";")[0] ?? "";
const countsWith = (porter: Porter, headers: Record<string, string>) =>
  fetch(`${porter.url}/trpc/tasks.counts`, { headers });

describe("signing in by the link that the start prints", () => {
  test("works once, for as long as the cookie says, and not after logging out", async () => {
    const secret = secretOf(porter.signInLink);

    const signedIn = await post(porter, "/login", { secret });
    expect(signedIn.status).toBe(204);
    const flags = signedIn.headers.get("set-cookie")?.split("; ").slice(1);
    expect(flags?.toSorted()).toEqual(["HttpOnly", "Max-Age=7776000", "Path=/", "SameSite=Strict"]);
    const cookie = cookieOf(signedIn);
    expect(cookie).toStartWith(`porter_${porter.port}=`);
    expect((await countsWith(porter, { cookie })).status).toBe(200);

    const again = await post(porter, "/login", { secret });
    expect(again.status).toBe(401);
    expect(await again.json()).toMatchObject({ code: "UNAUTHORIZED" });
    expect(again.headers.get("set-cookie")).toBeNull();

    const signedOut = await post(porter, "/logout", {}, { cookie });
    expect(signedOut.status).toBe(204);
    expect(signedOut.headers.get("set-cookie")).toContain("Max-Age=0");
    expect((await countsWith(porter, { cookie })).status).toBe(401);
  });

  test("has its secret in the fragment, which no server is sent", () => {
    const { origin, pathname, search, hash } = new URL(porter.signInLink);
    expect({ origin, pathname, search }).toEqual({ origin: porter.url, pathname: "/sign-in", search: "" });
    expect(hash).toMatch(/^#[\w-]{43}$/);
    expect(porter.stderr()).not.toContain(hash.slice(1));
  });

  test("of another browser: the owner has a link made, which signs that one in", async () => {
    const { url } = await porter.client.auth.createSignInLink.mutate();
    const signedIn = await post(porter, "/login", { secret: secretOf(url) });
    expect((await countsWith(porter, { cookie: cookieOf(signedIn) })).status).toBe(200);
  });
});

describe("a cookie", () => {
  test("is Secure when the page came by https", async () => {
    const port = findFreePort();
    await using porter = await startPorter({
      port,
      config: '[server]\npublic_url = "https://porter.example.net"',
    });
    const signedIn = await fetch(`http://127.0.0.1:${port}/login`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        host: "porter.example.net",
        origin: "https://porter.example.net",
      },
      body: JSON.stringify({ secret: secretOf(porter.signInLink) }),
    });
    expect(signedIn.status).toBe(204);
    expect(signedIn.headers.get("set-cookie")).toContain("; Secure");
  });

  test("is found among others, and one of another name or value is nobody's", async () => {
    const cookie = cookieOf(await post(porter, "/login", { token: porter.token }));
    const [name = "", value = ""] = cookie.split("=");
    expect((await countsWith(porter, { cookie: `a=b; ${cookie};c=d` })).status).toBe(200);
    for (const wrong of [`x${cookie}`, `${name}=${value}x`, `${name}=`, `a=${value}`]) {
      expect((await countsWith(porter, { cookie: wrong })).status).toBe(401);
    }
  });
});

describe("a wrong credential", () => {
  test("is answered 401, and 400 when it is none at all", async () => {
    for (const body of [{ secret: "nonsense" }, { token: "nonsense" }]) {
      expect((await post(porter, "/login", body)).status).toBe(401);
    }
    for (const body of [{}, { secret: "" }, { secret: 1 }, { secret: "a", token: "b" }, [], null, "x"]) {
      const answer = await post(porter, "/login", body);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "INVALID" });
    }
  });

  test("too often has to wait, while the right one is let in", async () => {
    await using porter = await startPorter();
    const wrong = () => countsWith(porter, { authorization: "Bearer nonsense" });
    const answers: Response[] = [];
    for (let i = 0; i < 25; i++) answers.push(await wrong());
    expect(answers[0]?.status).toBe(401);
    const last = answers.at(-1);
    expect(last?.status).toBe(429);
    expect(await last?.text()).toContain('"code":"RATE_LIMITED"');
    const wait = Number(last?.headers.get("retry-after"));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);

    expect((await post(porter, "/login", { token: "nonsense" })).status).toBe(429);
    expect(await porter.client.tasks.counts.query()).toMatchObject({ todo: 0 });
    expect((await post(porter, "/login", { token: porter.token })).status).toBe(204);
    expect((await post(porter, "/login", { secret: secretOf(porter.signInLink) })).status).toBe(204);
  });
});
