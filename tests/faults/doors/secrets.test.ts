import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createPorterClient } from "../../../client/sdk/index.ts";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { scratchDir, startPorter, type Porter } from "../../support/server.ts";

const TOKENS = runs(1_000, 10_000);

const GUESSERS = 20;

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({ env: { PORTER_LOG: "debug" } });
});
afterAll(() => porter[Symbol.asyncDispose]());

describe("wrong tokens from loopback, 1,000 and more", () => {
  test("are held up and then refused unread, and the owner is let in and answered soon all the while", async () => {
    const statuses = new Map<number, number>();
    const owner: number[] = [];
    let left = TOKENS;
    const guess = async () => {
      while (left-- > 0) {
        const authorization = `Bearer ${crypto.randomUUID()}${crypto.randomUUID()}`;
        const answer = await fetch(`${porter.url}/trpc/tasks.counts`, { headers: { authorization } });
        await answer.arrayBuffer();
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      }
    };
    const start = performance.now();
    const guesses = Promise.all(Array.from({ length: GUESSERS }, guess));
    while (left > 0) {
      const asked = performance.now();
      await porter.client.tasks.counts.query();
      owner.push(performance.now() - asked);
    }
    await guesses;
    const seconds = (performance.now() - start) / 1000;
    // A guesser who waits for its answers gets 20 in a second at most.
    expect(seconds).toBeGreaterThan((statuses.get(429) ?? 0) / GUESSERS / 21);
    expect(new Set(statuses.keys())).toEqual(new Set([401, 429]));
    // Twenty a minute; the clock may have gone on by one.
    expect(statuses.get(401)).toBeLessThanOrEqual(40);
    expect(owner.length).toBeGreaterThan(10);
    const median = owner.sort((a, b) => a - b)[Math.floor(owner.length / 2)] ?? 0;
    figure("doors", "wrong tokens answered with 429", statuses.get(429) ?? 0);
    figure("doors", "a call of the owner among them, median", median, "ms");
  });
});

describe("a start with nothing in the environment", () => {
  test("makes a secret of its own, in a file for its owner alone", async () => {
    const secrets: string[] = [porter.token];
    using home = scratchDir("home");
    await using other = await startPorter({ home: home.path });
    secrets.push(other.token);
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(new Set(secrets).size).toBe(2);
    const links = [porter, other].map(({ signInLink }) => new URL(signInLink).hash);
    expect(new Set([...links, ...secrets]).size).toBe(4);
    for (const { dataDir } of [porter, other])
      expect(statSync(join(dataDir, "token")).mode & 0o777).toBe(0o600);
    const stranger = createPorterClient({ url: other.url, token: porter.token });
    expect(await stranger.tasks.counts.query().catch((error: unknown) => error)).toMatchObject({
      code: "UNAUTHORIZED",
    });
  });
});

describe("the owner's token and a browser's cookie", () => {
  test("stand in no address, log, page, argument, environment or table", async () => {
    const answer = await fetch(`${porter.url}/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: porter.token }),
    });
    const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    const secrets = [porter.token, cookie.split("=")[1] ?? "", new URL(porter.signInLink).hash.slice(1)];
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
    await fetch(`${porter.url}/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"token": "${porter.token}x"`,
    });
    await fetch(`${porter.url}/trpc/tasks.get?input=${porter.token}`, { headers: { cookie } });

    const places: Record<string, string> = { stderr: porter.stderr() };
    for (const path of ["/", "/sign-in", "/settings", "/health", "/manifest.webmanifest", "/sw.js"])
      places[path] = await (await fetch(porter.url + path, { headers: { cookie } })).text();
    for (const path of ["system.status", "integrations.list", "agents.profiles"])
      places[path] = await (await fetch(`${porter.url}/trpc/${path}`, { headers: { cookie } })).text();
    for (const name of readdirSync(porter.dataDir, { recursive: true, encoding: "utf8" })) {
      const path = join(porter.dataDir, name);
      if (name !== "token" && statSync(path).isFile()) places[name] = readFileSync(path, "latin1");
    }
    for (const entry of ["cmdline", "environ"])
      places[entry] = readFileSync(`/proc/${porter.pid}/${entry}`, "latin1");

    expect(Object.keys(places)).toContain("porter.db");
    for (const [place, text] of Object.entries(places))
      for (const secret of secrets)
        expect({ place, isThere: text.includes(secret) }).toEqual({ place, isThere: false });
    figure(
      "doors",
      "places searched for the owner's token and cookie, and found without",
      Object.keys(places).length,
    );
  });
});
