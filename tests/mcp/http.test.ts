import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { NO_CLAUDE } from "../support/no-claude.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { issueCredential } from "../support/credential.ts";
import { connectMcpOverHttp } from "./connect.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({ config: NO_CLAUDE });
});
afterAll(() => porter[Symbol.asyncDispose]());

const VERSION = "2025-11-25";
const JSON_TYPE = { "content-type": "application/json" };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: VERSION, capabilities: {}, clientInfo: { name: "raw", version: "1" } },
};
const LIST_TOOLS = { jsonrpc: "2.0", id: 2, method: "tools/list" };

type Headers = Record<string, string>;

const post = (message: unknown, headers: Headers) =>
  fetch(`${porter.url}/mcp`, {
    method: "POST",
    headers: { ...JSON_TYPE, accept: "application/json, text/event-stream", ...headers },
    body: typeof message === "string" ? message : JSON.stringify(message),
  });

/** An MCP session, and what its client sends with every request. */
async function open(token = porter.token): Promise<Headers> {
  const answer = await post(INITIALIZE, bearer(token));
  expect(answer.status).toBe(200);
  await answer.text();
  const id = answer.headers.get("mcp-session-id") ?? "";
  return { ...bearer(token), "mcp-session-id": id, "mcp-protocol-version": VERSION };
}

/** The stream of what the server says unasked. `until`: all of it up to a word, or to its end. */
async function listen(session: Headers) {
  const abort = new AbortController();
  const answer = await fetch(`${porter.url}/mcp`, {
    headers: { ...session, accept: "text/event-stream" },
    signal: abort.signal,
  });
  const chunks = (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).values();
  let text = "";
  const until = async (word: string): Promise<string> => {
    while (!text.includes(word)) {
      const { done, value } = await chunks.next();
      if (done) return text;
      text += value;
    }
    return text;
  };
  return { status: answer.status, until, cut: () => abort.abort() };
}

const statusOf = async (session: Headers) => (await post(LIST_TOOLS, session)).status;

const makeToken = (scope: "read" | "agent" | "owner") =>
  porter.client.tokens.create.mutate({ name: "Desk", scope });

describe("the door to /mcp", () => {
  test("is closed to whoever has no good Bearer token, and says what it wants", async () => {
    const session = await open();
    const browser = issueCredential(porter, { kind: "browser" });
    const strangers: Headers[] = [
      {},
      bearer("x".repeat(43)),
      bearer(browser),
      { cookie: `porter_${porter.port}=${browser}` },
      { authorization: `Basic ${btoa(`owner:${porter.token}`)}` },
    ];
    for (const headers of strangers) {
      for (const method of ["GET", "DELETE", "PUT"]) {
        const id = { ...headers, "mcp-session-id": session["mcp-session-id"] ?? "" };
        expect((await fetch(`${porter.url}/mcp`, { method, headers: id })).status).toBe(401);
      }
      const answer = await post(INITIALIZE, headers);
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toStartWith("Bearer");
      expect(answer.headers.get("mcp-session-id")).toBeNull();
    }
    // A client that looks for another way in finds none, instead of the web app's page.
    const metadata = await fetch(`${porter.url}/.well-known/oauth-protected-resource/mcp`);
    expect(metadata.status).toBe(404);
    expect(await statusOf(session)).toBe(200);
  });

  test("is closed to pages of other origins and to other host names, whatever they know", async () => {
    const owner = bearer(porter.token);
    const statuses = async (headers: Headers) => {
      const read = await fetch(`${porter.url}/mcp`, { headers: { ...owner, ...headers } });
      return [(await post(INITIALIZE, { ...owner, ...headers })).status, read.status];
    };
    expect(await statuses({ origin: "https://evil.example" })).toEqual([403, 403]);
    expect(await statuses({ origin: "null" })).toEqual([403, 403]);
    expect(await statuses({ "sec-fetch-site": "same-site" })).toEqual([403, 403]);
    expect(await statuses({ host: `evil.example:${porter.port}` })).toEqual([421, 421]);
    expect((await post(INITIALIZE, { ...owner, origin: porter.url })).status).toBe(200);
  });

  test("takes JSON of a sensible length alone, and the versions of the protocol that it knows", async () => {
    const session = await open();
    const sent = async (message: unknown, headers: Headers = {}) =>
      (await post(message, { ...session, ...headers })).status;
    expect(await sent(LIST_TOOLS, { "content-type": "text/plain" })).toBe(415);
    expect(await sent("{")).toBe(400);
    expect(await sent("[".repeat(200_000))).toBe(400);
    expect(await sent({ ...LIST_TOOLS, params: { cursor: "x".repeat(1024 * 1024) } })).toBe(413);
    expect(await sent(LIST_TOOLS, { "mcp-protocol-version": "1999-01-01" })).toBe(400);
    expect(await sent(LIST_TOOLS, { accept: "application/json" })).toBe(406);
    expect(await sent(LIST_TOOLS)).toBe(200);
    expect((await post(LIST_TOOLS, bearer(porter.token))).status).toBe(400); // It has introduced itself to nobody.
  });
});

describe("over HTTP", () => {
  test("a named token acts under its own name, and within its scope", async () => {
    const { id, token } = await makeToken("agent");
    await using mcp = await connectMcpOverHttp({ url: porter.url, token });
    const { data } = await mcp.call("create_task", { title: "By a token" });
    expect(data).toMatchObject({ task: { created_by: `token:${id}` } });

    await using reader = await connectMcpOverHttp({
      url: porter.url,
      token: (await makeToken("read")).token,
    });
    expect((await reader.call("list_tasks")).data).toMatchObject({ tasks: [{ title: "By a token" }] });
    expect((await reader.call("create_task", { title: "No" })).error).toContain('scope "read"');
    expect((await porter.client.tasks.list.query({})).items).toHaveLength(1);
  });

  test("a session is its credential's alone", async () => {
    const { token } = await makeToken("owner");
    const session = await open();
    const stranger = { ...session, ...bearer(token) };
    expect(await statusOf(stranger)).toBe(404);
    expect((await listen(stranger)).status).toBe(404);
    const end = (headers: Headers) => fetch(`${porter.url}/mcp`, { method: "DELETE", headers });
    expect((await end(stranger)).status).toBe(404);
    expect(await statusOf(session)).toBe(200);
    expect((await end(session)).status).toBe(200);
    expect(await statusOf(session)).toBe(404);
  });

  test("a client that was away is told what it missed: by the last that it had, or all of what it watches", async () => {
    const task = await porter.client.tasks.create.mutate({ title: "Watched" });
    const uri = `porter://task/${task.number}`;
    const rename = (title: string) => porter.client.tasks.update.mutate({ id: task.id, title });
    const session = await open();
    const subscribe = { jsonrpc: "2.0", id: 3, method: "resources/subscribe", params: { uri } };
    const first = await listen(session);
    expect(await (await post(subscribe, session)).text()).toContain('"result":{}');
    await rename("Once");
    const told = await first.until(uri);
    first.cut();
    const [, last = ""] = /^id: (.+)$/m.exec(told) ?? [];
    await rename("Twice");
    // The same words again say that the server has gathered and told the change.
    await using other = await connectMcpOverHttp(porter);
    await other.client.subscribeResource({ uri });
    await rename("And again");
    await other.untilTold("notifications/resources/updated", { uri });

    const resumed = await listen({ ...session, "last-event-id": last });
    expect(await resumed.until(uri)).not.toContain(`id: ${last}\n`);
    const anew = await listen(session);
    expect(await anew.until(uri)).toContain("notifications/resources/updated");
    await resumed.until("what nobody writes"); // Another has taken its place.
    expect((await listen({ ...session, "last-event-id": "nonsense" })).status).toBe(400);
    anew.cut();
  });

  test("an answer whose connection broke is there to be fetched", async () => {
    const session = await open();
    const answer = await (await post(LIST_TOOLS, session)).text();
    const [, begun = ""] = /^id: (.+)$/m.exec(answer) ?? [];
    const again = await listen({ ...session, "last-event-id": begun });
    expect(await again.until("update_task")).toContain('"id":2');
    again.cut();
  });

  test("a session and its stream end within 5 s of its token being revoked", async () => {
    const { id, token } = await makeToken("owner");
    const session = await open(token);
    const stream = await listen(session);
    expect(stream.status).toBe(200);
    const start = performance.now();
    await porter.client.tokens.revoke.mutate({ id });
    expect(await statusOf(session)).toBe(401);
    await stream.until("what nobody writes");
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test("of very many sessions the one that was used longest ago makes room, but none that is listened to", async () => {
    const listened = await open();
    const stream = await listen(listened);
    const longAgo = await open();
    for (let more = 0; more < 31; more++) await open();
    expect(await statusOf(longAgo)).toBe(404);
    expect(await statusOf(listened)).toBe(200);
    stream.cut();
    do {
      for (let more = 0; more < 32; more++) await open();
    } while ((await statusOf(listened)) !== 404); // Not before the server hears of the cut.
  });

  test("what one credential opens takes no room from another's, and a request that opens nothing takes none", async () => {
    const [owners, { token }] = [await open(), await makeToken("read")];
    const firstOfAll = await open(token);
    for (let more = 1; more < 32; more++) await open(token);
    for (const method of ["GET", "DELETE"])
      expect((await fetch(`${porter.url}/mcp`, { method, headers: bearer(token) })).ok).toBe(false);
    expect((await post(LIST_TOOLS, bearer(token))).status).toBe(400);
    expect(await statusOf(firstOfAll)).toBe(200);
    await Promise.all(Array.from({ length: 32 }, () => open(token)));
    expect(await statusOf(firstOfAll)).toBe(404);
    expect(await statusOf(owners)).toBe(200);

    const agents = issueCredential(porter, { kind: "session", sessionId: Bun.randomUUIDv7() });
    const firstOfAgent = await open(agents);
    for (let more = 0; more < 32; more++) await open(agents);
    expect(await statusOf(firstOfAgent)).toBe(404);
  });

  test("the server ends its streams when it stops", async () => {
    const stream = await listen(await open());
    const code = porter.stop();
    await stream.until("what nobody writes");
    expect(await code).toBe(0);
    expect(porter.stderr()).toBe("");
  });
});
