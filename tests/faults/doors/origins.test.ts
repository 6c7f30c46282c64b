import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { SECURITY_HEADERS } from "../../../server/http/answers.ts";
import { figure } from "../../support/figures.ts";
import { startPorter, type Porter } from "../../support/server.ts";
import { readEverything } from "./everything.ts";
import { issueCredential } from "../../support/credential.ts";
import { sendRaw, toRaw, type RawAnswer } from "./raw.ts";

/** The browser is signed in, in every request here: what refuses is the guard in front of everything. */
let porter: Porter;
let host: string;
let cookie: string;
let before: ReturnType<typeof readEverything>;
let tried = 0;

const SECRET_TITLE = "What a stranger must not read";

beforeAll(async () => {
  porter = await startPorter();
  host = `Host: 127.0.0.1:${porter.port}`;
  cookie = `Cookie: porter_${porter.port}=${issueCredential(porter, { kind: "browser" })}`;
  await porter.client.tasks.create.mutate({ title: SECRET_TITLE });
  before = readEverything(porter);
});
afterEach(() => {
  expect(readEverything(porter)).toEqual(before);
});
afterAll(async () => {
  figure(
    "doors",
    "requests under foreign names, from foreign origins and of foreign types without effect",
    tried,
  );
  await porter[Symbol.asyncDispose]();
});

const CREATE = JSON.stringify({ json: { title: "By a stranger" } });
const JSON_TYPE = "Content-Type: application/json";
const ACCEPT = "Accept: application/json, text/event-stream";
const INITIALIZE = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "x", version: "1" } },
});

/** A reading and a writing request, and a client of the MCP server, as they would work if they were let in. */
function bothWays(headers: string[], target = (path: string) => path): Promise<RawAnswer[]> {
  tried += 3;
  return Promise.all([
    sendRaw(porter.port, toRaw({ target: target("/trpc/tasks.list"), headers })),
    sendRaw(
      porter.port,
      toRaw({
        method: "POST",
        target: target("/trpc/tasks.create"),
        headers: [...headers, JSON_TYPE],
        body: CREATE,
      }),
    ),
    sendRaw(
      porter.port,
      toRaw({
        method: "POST",
        target: target("/mcp"),
        headers: [...headers, JSON_TYPE, ACCEPT, `Authorization: Bearer ${porter.token}`],
        body: INITIALIZE,
      }),
    ),
  ]);
}

/** Refused, unread, with the security headers on it, unless Bun's own parser did it. */
function expectRefused(name: string, answers: RawAnswer[], statuses: number[]): void {
  for (const { status, head, body } of answers) {
    expect({ name, status, isAmong: statuses.includes(status) }).toMatchObject({ isAmong: true });
    expect(body).not.toContain(SECRET_TITLE);
    expect(head).not.toContain("access-control-");
    if (status === 0 || status === 400) continue;
    for (const [header, value] of Object.entries(SECURITY_HEADERS))
      expect(head).toContain(`${header}: ${value.toLowerCase()}`);
  }
}

test("as the owner's own page it works, so that what follows is refused for what is foreign in it", async () => {
  const list = toRaw({ target: "/trpc/tasks.list", headers: [host, cookie] });
  const { status, body } = await sendRaw(porter.port, list);
  expect({ status, isRead: body.includes(SECRET_TITLE) }).toEqual({ status: 200, isRead: true });
  const answers = await bothWays([host, cookie, `Origin: http://127.0.0.1:${porter.port}`]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  before = readEverything(porter);
});

describe("under a name that is not Porter's", () => {
  const port = () => String(porter.port);
  const names: Record<string, () => string[]> = {
    "a foreign one": () => ["Host: evil.example"],
    "with the right port": () => [`Host: evil.example:${port()}`],
    "nip.io": () => [`Host: 127.0.0.1.nip.io:${port()}`],
    "a subdomain of localhost": () => [`Host: a.localhost:${port()}`],
    "localhost as a prefix": () => [`Host: localhost.evil.example:${port()}`],
    "a dot at the end": () => [`Host: localhost.:${port()}`],
    "no port": () => ["Host: 127.0.0.1"],
    "another port": () => ["Host: 127.0.0.1:1"],
    "a port with zeros in front": () => [`Host: 127.0.0.1:0${port()}`],
    "all interfaces": () => [`Host: 0.0.0.0:${port()}`],
    "another of loopback": () => [`Host: 127.0.0.2:${port()}`],
    "a short form of the address": () => [`Host: 127.1:${port()}`],
    "the address as one number": () => [`Host: 2130706433:${port()}`],
    "the address in octal": () => [`Host: 0177.0.0.1:${port()}`],
    "IPv6, written long": () => [`Host: [0:0:0:0:0:0:0:1]:${port()}`],
    "IPv6 that means IPv4": () => [`Host: [::ffff:127.0.0.1]:${port()}`],
    "IPv6 with a zone": () => [`Host: [::1%25lo]:${port()}`],
    "IPv6 without brackets": () => [`Host: ::1:${port()}`],
    "with a user": () => [`Host: 127.0.0.1:${port()}@evil.example`],
    "with a path": () => [`Host: 127.0.0.1:${port()}/evil.example`],
    "with a space": () => [`Host: 127.0.0.1:${port()} evil.example`],
    "two in one line": () => [`Host: 127.0.0.1:${port()}, evil.example`],
    "a foreign one, then Porter's": () => ["Host: evil.example", host],
    "Porter's, then a foreign one": () => [host, "Host: evil.example"],
    empty: () => ["Host:"],
    none: () => [],
  };
  for (const [name, headers] of Object.entries(names)) {
    test(name, async () => expectRefused(name, await bothWays([...headers(), cookie]), [0, 400, 421]));
  }

  test("a foreign one beside a header that a proxy would add", async () => {
    for (const header of ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host", "X-Rewrite-Url"]) {
      const value = header === "Forwarded" ? `host=127.0.0.1:${port()}` : `127.0.0.1:${port()}`;
      const headers = ["Host: evil.example", `${header}: ${value}`, cookie];
      expectRefused(header, await bothWays(headers), [421]);
    }
  });

  test("in the request line, whatever Host says", async () => {
    const answers = await bothWays(
      ["Host: evil.example", cookie],
      (path) => `http://127.0.0.1:${port()}${path}`,
    );
    expectRefused("Host foreign", answers, [0, 400, 421]);
  });
});

describe("from a page of another origin", () => {
  const origins: Record<string, () => string> = {
    "a foreign one": () => "https://evil.example",
    "another port of this host": () => "http://127.0.0.1:1",
    "no port": () => "http://127.0.0.1",
    https: () => `https://127.0.0.1:${porter.port}`,
    "a sandboxed frame": () => "null",
    "a file": () => "file://",
    "an extension": () => "chrome-extension://abcdefghijklmnop",
    empty: () => "",
    "a dot at the end": () => `http://localhost.:${porter.port}`,
    "Porter's and more": () => `http://127.0.0.1:${porter.port}.evil.example`,
    "Porter's with a path": () => `http://127.0.0.1:${porter.port}/`,
    two: () => `http://127.0.0.1:${porter.port}, https://evil.example`,
    "with a user": () => `http://127.0.0.1:${porter.port}@evil.example`,
  };
  for (const [name, origin] of Object.entries(origins)) {
    test(name, async () => expectRefused(name, await bothWays([host, cookie, `Origin: ${origin()}`]), [403]));
  }

  test("two Origin headers, one of them Porter's", async () => {
    const own = `Origin: http://127.0.0.1:${porter.port}`;
    for (const two of [
      [own, "Origin: https://evil.example"],
      ["Origin: https://evil.example", own],
    ])
      expectRefused("two", await bothWays([host, cookie, ...two]), [0, 400, 403]);
  });

  test("whatever a browser calls same-site or cross-site, with its own Origin or none", async () => {
    for (const site of ["same-site", "cross-site", "SAME-ORIGIN", "same-origin, cross-site", ""])
      expectRefused(site, await bothWays([host, cookie, `Sec-Fetch-Site: ${site}`]), [403]);
  });

  test("a preflight is not answered with a yes", async () => {
    for (const path of ["/trpc/tasks.create", "/mcp", "/login", "/", "/webhooks/tasks", "/health"]) {
      const headers = [host, cookie, "Access-Control-Request-Method: POST"];
      const foreign = await sendRaw(
        porter.port,
        toRaw({ method: "OPTIONS", target: path, headers: [...headers, "Origin: https://evil.example"] }),
      );
      const own = await sendRaw(porter.port, toRaw({ method: "OPTIONS", target: path, headers }));
      tried += 2;
      expectRefused(path, [foreign, own], [401, 403, 404, 405, 415]);
    }
  });
});

describe("what a form can post", () => {
  const types: Record<string, string[]> = {
    multipart: ["Content-Type: multipart/form-data; boundary=x"],
    "a form": ["Content-Type: application/x-www-form-urlencoded"],
    text: ["Content-Type: text/plain"],
    "text that calls itself JSON": ["Content-Type: text/plain; application/json"],
    "JSON in a parameter": ["Content-Type: text/plain; charset=application/json"],
    "a list of types": ["Content-Type: text/plain, application/json"],
    "two headers": ["Content-Type: text/plain", JSON_TYPE],
    "another JSON": ["Content-Type: text/json"],
    bytes: ["Content-Type: application/octet-stream"],
    "a beacon's ping": ["Content-Type: text/ping"],
    "a report": ["Content-Type: application/csp-report"],
    none: [],
  };
  for (const [name, headers] of Object.entries(types)) {
    test(`${name}: no call, no sign-in, no sign-out`, async () => {
      for (const target of [
        "/trpc/tasks.create",
        "/trpc/notifications.markAllRead",
        "/mcp",
        "/login",
        "/logout",
      ]) {
        const body = target === "/login" ? JSON.stringify({ token: porter.token }) : CREATE;
        const request = toRaw({ method: "POST", target, headers: [host, cookie, ...headers], body });
        const answer = await sendRaw(porter.port, request);
        tried++;
        expectRefused(`${name} ${target}`, [answer], [400, 415]);
        expect(answer.head).not.toContain("set-cookie");
      }
    });
  }

  test("a query of a mutation, and another method that a header or the address asks for", async () => {
    const input = encodeURIComponent(CREATE);
    for (const [name, target, ...headers] of [
      ["GET", `/trpc/tasks.create?input=${input}`],
      ["a header", `/trpc/tasks.create?input=${input}`, "X-HTTP-Method-Override: POST"],
      [
        "another header",
        `/trpc/tasks.create?input=${input}`,
        "X-HTTP-Method: POST",
        "X-Method-Override: POST",
      ],
      ["the address", `/trpc/tasks.create?_method=POST&input=${input}`],
    ] as [string, string, ...string[]][]) {
      tried++;
      const answer = await sendRaw(porter.port, toRaw({ target, headers: [host, cookie, ...headers] }));
      expectRefused(name, [answer], [405]);
    }
  });
});
