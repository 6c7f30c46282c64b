import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createApp } from "../../../server/app.ts";
import { addressOf } from "../../../server/http/address.ts";
import { SECURITY_HEADERS } from "../../../server/http/answers.ts";
import { createLog } from "../../../server/log.ts";
import type { Services } from "../../../server/trpc/context.ts";
import { figure } from "../../support/figures.ts";
import { startPorter, type Porter } from "../../support/server.ts";
import { readEverything } from "./everything.ts";
import { sendRaw, toRaw, type RawAnswer } from "./raw.ts";

let porter: Porter;
let before: ReturnType<typeof readEverything>;
let tried = 0;
const SECRET_TITLE = "What a stranger must not read";

beforeAll(async () => {
  porter = await startPorter();
  await porter.client.tasks.create.mutate({ title: SECRET_TITLE });
  before = readEverything(porter);
});
afterEach(() => {
  expect(readEverything(porter)).toEqual(before);
});
afterAll(async () => {
  figure("doors", "requests by crooked paths and to every route without a credential, without effect", tried);
  await porter[Symbol.asyncDispose]();
});

const CREATE = JSON.stringify({ json: { title: "By a stranger" } });

async function send(method: string, target: string, headers: string[] = []): Promise<RawAnswer> {
  tried++;
  const host = `Host: 127.0.0.1:${porter.port}`;
  const isPost = method === "POST";
  const type = isPost ? ["Content-Type: application/json"] : [];
  const body = isPost ? CREATE : "";
  const answer = await sendRaw(
    porter.port,
    toRaw({ method, target, headers: [host, ...headers, ...type], body }),
  );
  expect({ target, text: answer.body }).not.toMatchObject({ text: expect.stringContaining(SECRET_TITLE) });
  // What Bun's parser refuses never comes to Porter.
  if (answer.status !== 0 && answer.status !== 400)
    for (const header of Object.keys(SECURITY_HEADERS)) expect(answer.head).toContain(`${header}: `);
  return answer;
}

describe("a path that looks like another", () => {
  const ways = [
    (path: string) => path,
    (path: string) => `/${path}`,
    (path: string) => path.replace("/trpc/", "/trpc//"),
    (path: string) => path.replace("/trpc/", "/trpc%2f"),
    (path: string) => path.replace("/trpc/", "/%2ftrpc/"),
    (path: string) => path.replace("/trpc/", "/%74rpc/"),
    (path: string) => path.replace("/trpc/", "/%2574rpc/"),
    (path: string) => path.replace("/trpc/", "/TRPC/"),
    (path: string) => path.replace("/trpc/", "/trpc/./"),
    (path: string) => path.replace("/trpc/", "/trpc/../trpc/"),
    (path: string) => path.replace("/trpc/", "/health/../trpc/"),
    (path: string) => path.replace("/trpc/", "/webhooks/../trpc/"),
    (path: string) => path.replace("/trpc/", "/webhooks/%2e%2e/trpc/"),
    (path: string) => path.replace("/trpc/", "/webhooks/tasks/..%2f..%2ftrpc/"),
    (path: string) => path.replace("/trpc/", "/assets/../trpc/"),
    (path: string) => path.replace("/trpc/", "\\trpc\\"),
    (path: string) => path.replace("/trpc/", "/;/trpc/"),
    (path: string) => path.replace("/trpc/", "/trpc;x=y/"),
    (path: string) => path.replace(".", "%2e"),
    (path: string) => path.replace(".", "/"),
    (path: string) => path.replace(".", ".."),
    (path: string) => path.toUpperCase(),
    (path: string) => `${path}/`,
    (path: string) => `${path}.`,
    (path: string) => `${path}%00`,
    (path: string) => `${path}%20`,
    (path: string) => `${path}%0d%0aX-A:b`,
    (path: string) => `${path}.json`,
    (path: string) => `${path};.js`,
    (path: string) => `${path}/assets/x.css`,
    (path: string) => `${path}#/health`,
    (path: string) => `${path},`,
    (path: string) => `,${path}`,
    (path: string) => `/health?/..${path}`,
    (path: string) => `http://127.0.0.1:${porter.port}${path}`,
    (path: string) => `http://evil.example${path}`,
    (path: string) => path.slice(1),
    (path: string) => path.replace("tasks.", "__proto__."),
    (path: string) => path.replace("tasks.", "constructor."),
  ];
  test("leads to nothing that the straight one refuses", async () => {
    for (const way of ways) {
      for (const [method, path] of [
        ["GET", "/trpc/tasks.list"],
        ["POST", "/trpc/tasks.create"],
        ["PUT", "/trpc/tasks.create"],
        ["HEAD", "/trpc/tasks.list"],
      ] as const) {
        const { status, body } = await send(method, way(path));
        expect({ path: way(path), status: status < 500 ? "below 500" : status }).toEqual({
          path: way(path),
          status: "below 500",
        });
        expect(body).not.toContain('"result"');
      }
    }
  });
});

describe("a path out of the web app's folder", () => {
  const root = resolve(import.meta.dir, "../../..");
  const marks = ["root:x:", '"name": "porter"', "SQLite format 3"];
  test("leads to no file of the machine", async () => {
    const token = readFileSync(join(porter.dataDir, "token"), "utf8").trim();
    expect(existsSync(join(root, "package.json"))).toBe(true);
    for (const step of [
      "../",
      "..%2f",
      "%2e%2e/",
      "%2e%2e%2f",
      "..\\",
      "..%5c",
      "..;/",
      "%252e%252e%252f",
      "....//",
    ]) {
      for (const file of [
        "etc/passwd",
        "package.json",
        porter.dataDir.slice(1) + "/token",
        "data/porter.db",
      ]) {
        for (const start of ["/", "/assets/", "//", "/assets/index.js/"]) {
          const { body } = await send("GET", start + step.repeat(12) + file);
          for (const mark of [...marks, token]) expect(body).not.toContain(mark);
        }
      }
    }
    for (const target of [
      "/.env",
      "/.git/config",
      "/package.json",
      "/index.html.map",
      "/data/token",
      "//etc/passwd",
    ]) {
      const { body } = await send("GET", target);
      for (const mark of [...marks, token, "[core]"]) expect(body).not.toContain(mark);
    }
  });
});

describe("every route of the app", () => {
  /** What is open, and why. Anything else is behind a credential. */
  const OPEN: Record<string, string> = {
    "GET /health": "says ok or degraded",
    "ALL /webhooks/:integrationId": "has a signature instead (tests/webhooks)",
    "GET /oauth/:integrationId/callback": "has a state instead (tests/integrations)",
    "ALL /trpc/*": "each procedure has its guard (credentials.test.ts)",
    "POST /login": "takes a credential",
    "POST /logout": "gives one up",
    "ALL /*": "the web app's files, which hold nothing of anybody's",
  };

  test("is on the list of what is open, or asks for a credential", async () => {
    // It only puts the routes together; nothing of it is called.
    const app = createApp({
      services: {} as Services,
      webhooks: { receive: () => Promise.reject(new Error("not called")) },
      webFolder: "/nowhere",
      address: () => addressOf("127.0.0.1", 1, undefined),
      stopping: new AbortController().signal,
      log: createLog("silent"),
    });
    const routes = app.routes.map(({ method, path }) => `${method} ${path}`);
    expect(routes.length).toBeGreaterThanOrEqual(Object.keys(OPEN).length);
    for (const route of routes.filter((one) => !(one in OPEN))) {
      const [method = "", path = ""] = route.split(" ");
      const wrong = ["", "Authorization: Bearer wrong", `Cookie: porter_${porter.port}=wrong`];
      for (const header of wrong) {
        const { status } = await send(method === "ALL" ? "GET" : method, path, header ? [header] : []);
        expect({ route, status }).toEqual({ route, status: 401 });
      }
    }
  });

  test("becomes no socket", async () => {
    const upgrade = [
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ];
    for (const target of [
      "/",
      "/trpc",
      "/trpc/tasks.onChange",
      "/mcp",
      "/ws",
      "/health",
      "/webhooks/tasks",
      "/login",
    ]) {
      const { status } = await send("GET", target, [...upgrade, "Connection: Upgrade"]);
      expect({ target, isSocket: status === 101 }).toEqual({ target, isSocket: false });
    }
  });
});
