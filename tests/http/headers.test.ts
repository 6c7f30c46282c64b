import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { SECURITY_HEADERS } from "../../server/http/answers.ts";
import { startPorter, type Porter } from "../support/server.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());

/** One of the files that the built page asks for. */
async function findAsset(): Promise<string> {
  const page = await (await fetch(porter.url)).text();
  return /(?:src|href)="(\/assets\/[^"]+)"/.exec(page)?.[1] ?? "/the-web-app-is-not-built";
}

type Case = {
  name: string;
  status: number;
  path: string | (() => Promise<string>);
  init?: () => RequestInit;
};

const signedIn = () => ({
  headers: { authorization: `Bearer ${porter.token}`, "content-type": "application/json" },
});
const CASES: Case[] = [
  { name: "the page", status: 200, path: "/" },
  { name: "a page of the app", status: 200, path: "/tasks/some-id" },
  { name: "an asset", status: 200, path: findAsset },
  { name: "a file that is not there", status: 404, path: "/assets/nothing.js" },
  { name: "a method that is not there", status: 405, path: "/", init: () => ({ method: "DELETE" }) },
  { name: "health", status: 200, path: "/health" },
  { name: "a query", status: 200, path: "/trpc/tasks.counts", init: signedIn },
  { name: "a refused query", status: 401, path: "/trpc/tasks.counts" },
  { name: "a query that is not there", status: 404, path: "/trpc/nothing", init: signedIn },
  { name: "a stream", status: 200, path: "/trpc/tasks.onChange", init: signedIn },
  { name: "a foreign Host", status: 421, path: "/", init: () => ({ headers: { host: "evil.example" } }) },
  {
    name: "a foreign Origin",
    status: 403,
    path: "/",
    init: () => ({ headers: { origin: "https://evil.example" } }),
  },
  {
    name: "a form",
    status: 415,
    path: "/trpc/tasks.create",
    init: () => ({ method: "POST", body: new URLSearchParams({ a: "b" }) }),
  },
  {
    name: "a wrong sign-in",
    status: 401,
    path: "/login",
    init: () => ({ method: "POST", headers: { "content-type": "application/json" }, body: '{"secret":"x"}' }),
  },
  {
    name: "a preflight",
    status: 405,
    path: "/",
    init: () => ({ method: "OPTIONS", headers: { "access-control-request-method": "POST" } }),
  },
];

describe("every answer has the security headers, and none for other origins", () => {
  for (const { name, status, path, init } of CASES) {
    test(name, async () => {
      const abort = new AbortController();
      const url = porter.url + (typeof path === "string" ? path : await path());
      const answer = await fetch(url, { ...init?.(), signal: abort.signal });
      abort.abort();
      expect(answer.status).toBe(status);
      expect(Object.fromEntries(answer.headers)).toMatchObject(SECURITY_HEADERS);
      expect([...answer.headers.keys()].filter((header) => header.startsWith("access-control"))).toEqual([]);
      expect(answer.headers.get("server")).toBeNull();
      expect(answer.headers.get("x-powered-by")).toBeNull();
    });
  }
});

test("what is told in words is text, which a browser shows and does not keep as a file", async () => {
  for (const path of ["/assets/nothing.js", "/assets/nothing.png"]) {
    const answer = await fetch(porter.url + path);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  }
});

describe("the policy", () => {
  test("lets in scripts of this origin alone, and nobody frames the app", () => {
    const policy = SECURITY_HEADERS["content-security-policy"] ?? "";
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|http:/);
  });
});
