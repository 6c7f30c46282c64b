import { describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { z } from "zod";
import { defineIntegration } from "../../server/integrations/contract.ts";
import { openWebhooks } from "./open-webhooks.ts";
import { post, signed } from "./sign.ts";

const LIMIT = 256 * 1024;
const BODY = '{"title":"a"}';

async function openDesk() {
  const room = await openWebhooks({ handlers: { desk: () => () => "Nothing to do" } });
  const address = room.addressOf("desk");
  const sign = (body: string | Uint8Array = BODY, id?: string) =>
    signed({ body, secret: room.secretOf("desk"), at: room.clock.now(), ...(id !== undefined && { id }) });
  /** A signed message with some headers of its own. */
  const send = (headers: Record<string, string>, body?: string | Uint8Array) => {
    const message = sign(body);
    return post(address, { ...message, headers: { ...message.headers, ...headers } });
  };
  const stored = () => room.deliveries.list({}).items.length;
  return { room, address, sign, send, stored };
}

test("202 with its id once it is on the disk; 200 for an id that has come, however it differs", async () => {
  const { room, address, sign } = await openDesk();
  await using _ = room;
  const first = await post(address, sign(BODY, "msg_1"));
  expect(first.status).toBe(202);
  const { id }: { id: string } = await first.json();
  expect(room.deliveries.get(id)).toMatchObject({ webhookId: "msg_1", payload: BODY, bytes: BODY.length });
  const second = await post(address, sign('{"title":"b"}', "msg_1"));
  expect([second.status, await second.json()]).toEqual([200, { id, duplicate: true }]);
  expect(room.deliveries.get(id).payload).toBe(BODY);
});

describe("nothing is written for", () => {
  const types: [type: string, status: number][] = [
    ["application/json", 202],
    ["application/json; charset=utf-8", 202],
    ['Application/JSON;charset="UTF-8"', 202],
    ["application/cloudevents+json; profile=x", 202],
    ["text/json", 415],
    ["text/plain; application/json", 415],
    ["application/x-www-form-urlencoded", 415],
    ["application/jsonp", 415],
    ["application/json, text/plain", 415],
    ["application/json; charset=utf-16", 415],
    ["application/json; charset=iso-8859-1", 415],
    ["application/+json", 415],
    ["", 415],
  ];
  test("a type that is not JSON in UTF-8", async () => {
    const { room, send, stored } = await openDesk();
    await using _ = room;
    for (const [type, status] of types) {
      const before = stored();
      const answer = await send({ "content-type": type });
      expect([type, answer.status]).toEqual([type, status]);
      expect(stored() - before).toBe(status === 202 ? 1 : 0);
    }
  });

  test("a compressed body, whichever bytes were signed", async () => {
    const { room, send, sign, address, stored } = await openDesk();
    await using _ = room;
    const zipped = Bun.gzipSync(Buffer.from(BODY));
    expect((await send({ "content-encoding": "gzip" }, zipped)).status).toBe(415);
    const plain = sign(BODY);
    const headers = { ...plain.headers, "content-encoding": "gzip" };
    const refused = await post(address, { headers, body: zipped });
    expect([refused.status, refused.headers.get("accept-encoding")]).toEqual([415, "identity"]);
    expect(await refused.json()).toMatchObject({ message: "A webhook must not be compressed." });
    expect((await send({ "content-encoding": "identity" })).status).toBe(202);
    expect(stored()).toBe(1);
  });

  test("what is not signed, or not for anybody: 401 and 404; other methods: 405", async () => {
    const { room, address, sign, stored } = await openDesk();
    await using _ = room;
    const unsigned = { headers: { "content-type": "application/json" }, body: sign().body };
    expect((await post(address, unsigned)).status).toBe(401);
    expect((await post(room.addressOf("nobody"), sign())).status).toBe(404);
    for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const answer = await fetch(address, { method });
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
    }
    await room.host.setEnabled("desk", false, "owner");
    expect((await post(address, sign())).status).toBe(404);
    expect(stored()).toBe(0);
  });

  const broken: [name: string, body: string | Uint8Array][] = [
    ["nothing", ""],
    ["half of it", '{"title":'],
    ["two of them", "{}{}"],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0x22])],
    ["UTF-16", Buffer.from(BODY, "utf16le")],
    ["lists without an end", "[".repeat(LIMIT)],
  ];
  test("what is signed but no JSON: 400", async () => {
    const { room, send, stored } = await openDesk();
    await using _ = room;
    for (const [name, body] of broken) expect([name, (await send({}, body)).status]).toEqual([name, 400]);
    expect(stored()).toBe(0);
  });

  test("more than 256 KiB, said beforehand or not, and what is as long as that passes", async () => {
    const { room, address, sign, stored } = await openDesk();
    await using _ = room;
    const text = (bytes: number) => `"${"x".repeat(bytes - 2)}"`;
    expect((await post(address, sign(text(LIMIT + 1)))).status).toBe(413);
    const long = sign(text(LIMIT + 1));
    const inChunks = { method: "POST", headers: long.headers, body: inPieces(long.body) };
    expect((await fetch(address, inChunks)).status).toBe(413);
    expect(stored()).toBe(0);
    expect((await post(address, sign(text(LIMIT)))).status).toBe(202);
  });

  test("a body without an end: the rest of it is not waited for", async () => {
    const { room, address, sign } = await openDesk();
    await using _ = room;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
    });
    const answer = await fetch(address, { method: "POST", headers: sign().headers, body: endless });
    expect(answer.status).toBe(413);
  });

  test("a body that stops half-way: 408, and the connection ends", async () => {
    const { room, address } = await openDesk();
    await using _ = room;
    const { hostname, port, pathname } = new URL(address);
    const before = room.clock.waiting();
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nhost: desk\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{`,
    );
    while (room.clock.waiting() === before) await new Promise(setImmediate);
    await room.clock.advance(10_000);
    const answer = await new Response(socket as unknown as ReadableStream).text(); // a stream of bytes, as Bun takes it
    expect(answer).toStartWith("HTTP/1.1 408");
  });
});

describe("the signature is over the bytes as they came, and they are kept:", () => {
  const bodies: [name: string, body: string | Uint8Array][] = [
    ["spaces", ' {  "title" :\t"a" } '],
    ["escapes", '{"title":"\\u00e4\\ud83d\\ude00 \\/ \\u0000"}'],
    ["letters of all kinds", '{"title":"ä 😀 \u2028"}'],
    ["CRLF", '{\r\n  "title": "a"\r\n}\r\n'],
    ["a byte order mark", `\ufeff${BODY}`],
    ["keys that come twice", '{"title":"a","title":"b"}'],
    ["a number that no double holds", '{"n":12345678901234567890.10}'],
  ];
  for (const [name, body] of bodies) {
    test(name, async () => {
      const { room, address, sign } = await openDesk();
      await using _ = room;
      const message = sign(body);
      const whole = await post(address, message);
      const chunked = await fetch(address, {
        method: "POST",
        headers: sign(body).headers,
        body: inPieces(message.body),
      });
      for (const answer of [whole, chunked]) {
        expect(answer.status).toBe(202);
        const { id }: { id: string } = await answer.json();
        expect(Buffer.from(room.deliveries.get(id).payload).equals(Buffer.from(message.body))).toBe(true);
      }
    });
  }
});

test("headers that say what the message is are kept, and none that holds a secret", async () => {
  const { room, send } = await openDesk();
  await using _ = room;
  const kept = { "x-github-event": "issues", "x-goog-resource-state": "exists", "user-agent": "A sender" };
  const answer = await send({
    ...kept,
    authorization: "Bearer secret",
    cookie: "a=secret",
    "x-hub-signature-256": "sha256=secret",
    "x-goog-channel-token": "secret",
    "x-token": "secret",
  });
  const { id }: { id: string } = await answer.json();
  const { headers } = room.deliveries.get(id);
  expect(headers).toMatchObject(kept);
  expect(Object.values(headers).join()).not.toContain("secret");
  expect(headers).not.toHaveProperty("webhook-signature");
});

test("an integration's own check gives the id, gets the raw bytes, and is not asked without a secret", async () => {
  let hasSecret = true;
  const given: Uint8Array[] = [];
  const own = defineIntegration({
    id: "own",
    name: "Own",
    description: "Checks by itself.",
    config: z.strictObject({}),
    actions: {},
    webhook: {
      check: "own",
      hasSecret: () => hasSecret,
      verify: ({ body, headers }) => {
        given.push(body);
        if (headers["x-token"] === "throw") throw new Error("It broke.");
        return headers["x-token"];
      },
    },
    init: () => ({ handle: {}, handleWebhook: () => () => "Nothing to do" }),
  });
  await using room = await openWebhooks({ others: [own] });
  const send = async (token: string) => {
    const headers = { "content-type": "application/json", ...(token !== "" && { "x-token": token }) };
    const answer = await post(room.addressOf("own"), { headers, body: new Uint8Array(Buffer.from(BODY)) });
    return [answer.status, (await answer.json()) as { id?: string }] as const;
  };
  await room.host.reload("own", "owner");
  const [status, { id = "" }] = await send("id-1");
  expect(status).toBe(202);
  expect(room.deliveries.get(id).webhookId).toBe("id-1");
  expect(Object.keys(room.deliveries.get(id).headers)).not.toContain("x-token");
  expect(given.map((body) => Buffer.from(body).toString())).toEqual([BODY]);
  for (const token of ["", "throw"]) expect((await send(token))[0]).toBe(401);
  expect((await send("x".repeat(301)))[0]).toBe(400);
  hasSecret = false;
  expect((await send("id-2"))[0]).toBe(401);
});

test("too many are refused with what the sender needs to know, and strangers take nothing from it", async () => {
  const { room, address, sign, stored } = await openDesk();
  await using _ = room;
  const unsigned = { headers: { "content-type": "application/json" }, body: sign().body };
  const good = await post(address, sign());
  expect(good.headers.get("ratelimit-policy")).toBe('"address";q=240;w=24, "integration";q=120;w=24');
  expect(good.headers.get("ratelimit")).toMatch(/^"address";r=239;t=1, "integration";r=119;t=1$/);
  let answer = good;
  for (let sent = 0; answer.status !== 429 && sent < 300; sent += 1) {
    let isHeldBack = true;
    const answered = post(address, unsigned).finally(() => (isHeldBack = false));
    while (isHeldBack) await room.clock.advance(100);
    answer = await answered;
  }
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(answer.headers.get("ratelimit")).toContain('"address";r=0;');
  expect(stored()).toBe(1);
});

/** As a sender that does not know the length beforehand. */
function inPieces(bytes: Uint8Array, size = 7_919): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, (at += size)));
    },
  });
}
