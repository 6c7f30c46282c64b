import { expect, test } from "bun:test";
import { Webhook } from "standardwebhooks";
import { porterErrorOf } from "../../shared/errors.ts";
import { startReceiver } from "../support/receiver.ts";
import { startPorter } from "../support/server.ts";
import { GIVEN, openRoom } from "./open-room.ts";

const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

test("a webhook is signed as Standard Webhooks say, and each attempt is the same message", async () => {
  await using hook = startReceiver();
  await using room = openRoom({
    config: { webhook: { url: `${hook.url}/in`, secret: SECRET } },
    publicUrl: "https://porter.example.net",
  });
  hook.answer({ status: 500 });
  const { id, createdAt } = room.notifications.notify({ ...GIVEN, key: "session:1" }, "porter");
  const [failed, { url, headers, body }] = [await hook.next(), await hook.next()];

  expect(url.pathname).toBe("/in");
  expect(new Webhook(SECRET).verify(body, Object.fromEntries(headers))).toEqual({
    type: "notification",
    timestamp: createdAt.toISOString(),
    data: {
      ...GIVEN,
      id,
      key: "session:1",
      url: "https://porter.example.net/agents/1",
      approvalId: null,
    },
  });
  expect(headers.get("webhook-id")).toBe(failed.headers.get("webhook-id") ?? "");

  room.notifications.notify({ ...GIVEN, key: "session:1" }, "porter");
  expect((await hook.next()).headers.get("webhook-id")).not.toBe(headers.get("webhook-id"));
});

test("without a secret there is no signature, and without a public address no link", async () => {
  await using hook = startReceiver();
  await using room = openRoom({ config: { webhook: { url: hook.url } } });
  room.notifications.notify(GIVEN, "porter");
  const { headers, body } = await hook.next();
  expect(headers.get("webhook-signature")).toBeNull();
  expect(JSON.parse(body.toString()).data.url).toBeNull();
});

test("a redirect is not followed, and the owner sees why nothing arrived, without the address", async () => {
  await using elsewhere = startReceiver();
  await using hook = startReceiver();
  const url = `${hook.url}/secret-path`;
  await using porter = await startPorter({ config: `[channels.webhook]\nurl = "${url}"` });
  hook.answer({ status: 307, headers: { location: elsewhere.url } });
  const error: unknown = await porter.client.channels.test
    .mutate({ channel: "webhook" })
    .catch((refusal: unknown) => refusal);
  const message = "It answered 307: redirects are not followed.";
  expect(porterErrorOf(error)).toEqual({ code: "UNAVAILABLE", message: `It did not arrive. ${message}` });
  const status = await porter.client.channels.status.query();
  expect(status).toMatchObject({ configured: ["webhook"], errors: [{ channel: "webhook", message }] });
  expect(JSON.stringify([status, error]) + porter.stderr()).not.toContain("secret-path");
  expect(elsewhere.received).toHaveLength(0);

  await porter.client.channels.test.mutate({ channel: "webhook" });
  expect((await porter.client.channels.status.query()).errors).toEqual([]);
});

test("an address where nobody listens is told without being named", async () => {
  const closed = startReceiver();
  await closed[Symbol.asyncDispose]();
  await using room = openRoom({ config: { webhook: { url: closed.url } } });
  const error: unknown = await room.channels
    .test({ channel: "webhook" })
    .catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ code: "UNAVAILABLE" });
  expect(String(error)).toContain("could not be reached (ECONNREFUSED)");
  expect(Bun.inspect(error)).not.toContain(new URL(closed.url).host);
});
