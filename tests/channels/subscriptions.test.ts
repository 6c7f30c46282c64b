import { describe, expect, test } from "bun:test";
import { hashSecret } from "../../server/auth/secret.ts";
import { createPushBrowser } from "../support/push-browser.ts";
import { startReceiver } from "../support/receiver.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { openRoom } from "./open-room.ts";

describe("a subscription for pushes", () => {
  test("is one for each browser, told by the hash of its endpoint, and shows no secret", async () => {
    await using service = startReceiver();
    await using room = openRoom();
    const { subscription } = createPushBrowser(service, "Phone");
    const first = await room.channels.subscribe(subscription, "owner");
    const again = await room.channels.subscribe({ ...subscription, device: "My phone" }, "owner");

    expect(again.id).toBe(first.id);
    const status = room.channels.status();
    expect(status.devices).toEqual([
      { ...again, device: "My phone", endpointHash: hashSecret(subscription.endpoint) },
    ]);
    const shown = JSON.stringify([status, room.read("SELECT after, before FROM events")]);
    for (const secret of [subscription.endpoint, subscription.keys.auth, subscription.keys.p256dh])
      expect(shown).not.toContain(secret);
  });

  test("ends when its browser or its owner says so", async () => {
    await using service = startReceiver();
    await using room = openRoom();
    const [one, other] = [createPushBrowser(service), createPushBrowser(service)];
    await room.channels.subscribe(one.subscription, "owner");
    const { id } = await room.channels.subscribe(other.subscription, "owner");
    room.channels.unsubscribe(one.subscription.endpoint, "owner");
    room.channels.unsubscribe(one.subscription.endpoint, "owner");
    room.channels.removeDevice(id, "owner");

    expect(room.channels.status().devices).toEqual([]);
    expect(() => room.channels.removeDevice(id, "owner")).toThrow(
      expect.objectContaining({ code: "NOT_FOUND" }),
    );
  });

  test("is refused for an address or keys that no push could go to", async () => {
    await using service = startReceiver();
    await using room = openRoom();
    const { subscription } = createPushBrowser(service);
    const { auth } = subscription.keys;
    const refused = [
      { ...subscription, endpoint: "http://push.example.net/1" },
      { ...subscription, endpoint: "file:///etc/passwd" },
      { ...subscription, keys: { auth, p256dh: "AAAA" } },
      { ...subscription, keys: { auth, p256dh: Buffer.alloc(65, 4).toString("base64url") } },
      { ...subscription, keys: { ...subscription.keys, auth: "AAAA" } },
    ];
    for (const each of refused) {
      const refusal: unknown = await room.channels.subscribe(each, "owner").catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: "INVALID" });
    }
    expect(room.channels.status().devices).toEqual([]);
  });

  test("is kept over a restart with the keys that it is bound to", async () => {
    await using service = startReceiver();
    const browser = createPushBrowser(service);
    using home = scratchDir("keys");
    const first = await startPorter({ home: home.path });
    const { publicKey } = await first.client.channels.status.query();
    await first.client.channels.subscribe.mutate(browser.subscription);
    await first.stop();

    await using porter = await startPorter({ home: home.path });
    await porter.client.channels.test.mutate({ channel: "push" });
    expect(browser.read(await service.next())).toMatchObject({
      key: publicKey,
      payload: { title: "Porter" },
    });
  });
});
