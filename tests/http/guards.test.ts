import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { startPorter, type Porter } from "../support/server.ts";

/** The owner is signed in, in every request here: what refuses is the guard, and nothing is done. */
let porter: Porter;
let cookie: string;

beforeAll(async () => {
  porter = await startPorter();
  const signedIn = await fetch(`${porter.url}/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: porter.token }),
  });
  cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
});
afterAll(() => porter[Symbol.asyncDispose]());

const CREATE = JSON.stringify({ json: { title: "By a stranger" } });

function create(headers: Record<string, string>, options: { method?: string; body?: BodyInit } = {}) {
  return fetch(`${porter.url}/trpc/tasks.create`, {
    method: "POST",
    body: CREATE,
    ...options,
    headers: { cookie, ...headers },
  });
}

const JSON_TYPE = { "content-type": "application/json" };

describe("the guards let through", () => {
  test("the app's own page, and a script without a browser's headers", async () => {
    for (const headers of [
      { ...JSON_TYPE, origin: porter.url, "sec-fetch-site": "same-origin" },
      { ...JSON_TYPE, host: `localhost:${porter.port}`, origin: `http://localhost:${porter.port}` },
      { "content-type": "application/json; charset=utf-8" },
    ]) {
      const answer = await create(headers);
      expect(answer.status).toBe(200);
      const { result }: { result: { data: { json: { id: string } } } } = await answer.json();
      await porter.client.tasks.remove.mutate({ id: result.data.json.id });
    }
  });
});

describe("refused, with nothing done", () => {
  afterEach(async () => {
    expect((await porter.client.tasks.list.query({})).items).toEqual([]);
  });

  for (const site of ["same-site", "cross-site"]) {
    test(`what a browser calls ${site}: mutations, queries, signing in and out`, async () => {
      const headers = { ...JSON_TYPE, "sec-fetch-site": site };
      expect((await create(headers)).status).toBe(403);
      expect(
        (await fetch(`${porter.url}/trpc/tasks.counts`, { headers: { cookie, ...headers } })).status,
      ).toBe(403);
      for (const path of ["/login", "/logout"]) {
        const body = JSON.stringify({ token: porter.token });
        const answer = await fetch(porter.url + path, {
          method: "POST",
          headers: { cookie, ...headers },
          body,
        });
        expect(answer.status).toBe(403);
        expect(answer.headers.get("set-cookie")).toBeNull();
      }
      expect((await fetch(`${porter.url}/trpc/tasks.counts`, { headers: { cookie } })).status).toBe(200);
    });
  }

  test("but a link from another site may open the app", async () => {
    const answer = await fetch(porter.url, {
      headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
    });
    expect(answer.status).not.toBe(403);
  });

  test("a mutation by any method but POST", async () => {
    const input = encodeURIComponent(CREATE);
    expect(
      (await fetch(`${porter.url}/trpc/tasks.create?input=${input}`, { headers: { cookie } })).status,
    ).toBe(405);
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS"]) {
      expect((await create(JSON_TYPE, { method })).status).toBeGreaterThanOrEqual(400);
      expect((await create({ "content-type": "text/plain" }, { method })).status).toBeGreaterThanOrEqual(400);
    }
    await create(JSON_TYPE, { method: "HEAD", body: "" });
  });
});
