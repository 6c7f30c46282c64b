import { describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { porterErrorOf } from "../../shared/errors.ts";
import { NO_CLAUDE } from "../support/no-claude.ts";
import { eventually } from "../support/processes.ts";
import { createPushBrowser } from "../support/push-browser.ts";
import { startReceiver } from "../support/receiver.ts";
import { startPorter } from "../support/server.ts";
import { GIVEN, openRoom } from "./open-room.ts";

describe("a push", () => {
  test("goes from the real server to the browser's endpoint, signed and encrypted, and is read there", async () => {
    await using service = startReceiver();
    await using porter = await startPorter({ config: NO_CLAUDE });
    const browser = createPushBrowser(service, "Firefox on Linux");
    const { publicKey } = await porter.client.channels.status.query();
    // `PushSubscription.toJSON()` brings an empty expiration time along.
    await porter.client.channels.subscribe.mutate({ ...browser.subscription, expirationTime: null });
    const session = await porter.client.agents.start.mutate({ prompt: "Paint the shed" });

    const push = browser.read(await service.next());
    const { items } = await porter.client.notifications.list.query();
    expect(push).toMatchObject({
      key: publicKey,
      subject: "mailto:porter@example.com",
      urgency: "normal",
      topic: items[0]?.id.replaceAll("-", ""),
      payload: {
        id: items[0]?.id,
        kind: "agent_failed",
        title: "Paint the shed",
        link: `/agents/${session.id}`,
      },
    });
    expect(statSync(join(porter.dataDir, "vapid.json")).mode & 0o777).toBe(0o600);
  });

  test("is urgent when an agent waits, and carries what can be answered from it", async () => {
    await using service = startReceiver();
    await using room = openRoom({ publicUrl: "https://porter.example.net" });
    const browser = createPushBrowser(service);
    await room.channels.subscribe(browser.subscription, "owner");
    const approvalId = Bun.randomUUIDv7();
    room.notifications.notify({ ...GIVEN, kind: "agent_waiting", approvalId }, "porter");

    const push = browser.read(await service.next());
    expect(push).toMatchObject({
      urgency: "high",
      subject: "https://porter.example.net",
      payload: { approvalId },
    });
  });

  test("about the same thing takes the place of the one before: same topic, new words", async () => {
    await using service = startReceiver();
    await using room = openRoom();
    const browser = createPushBrowser(service);
    await room.channels.subscribe(browser.subscription, "owner");
    room.notifications.notify({ ...GIVEN, key: "session:1" }, "porter");
    const first = browser.read(await service.next());
    room.notifications.notify({ ...GIVEN, key: "session:1", body: "It failed." }, "porter");
    const second = browser.read(await service.next());

    expect(second.topic).toBe(first.topic);
    expect(second.payload.body).toBe("It failed.");
  });

  for (const [what, body] of [
    ["plain", "x".repeat(20_000)],
    ["three-byte", "漢".repeat(5_000)],
    ["surrogate-pair", "🛠".repeat(5_000)],
    ["escaped", '\u0001"\n'.repeat(5_000)],
  ] as const) {
    test(`fits into 4096 bytes with a long text: ${what}`, async () => {
      await using service = startReceiver();
      await using room = openRoom();
      const browser = createPushBrowser(service);
      await room.channels.subscribe(browser.subscription, "owner");
      room.notifications.notify({ ...GIVEN, title: body, body }, "porter");

      const { size, payload } = browser.read(await service.next());
      expect(size).toBeLessThanOrEqual(4096);
      expect(size).toBeGreaterThan(3_900);
      expect(payload.body.isWellFormed()).toBe(true);
      expect(body.startsWith(payload.body.slice(0, -1))).toBe(true);
    });
  }

  test("that is too large for the service is sent again, smaller", async () => {
    await using service = startReceiver();
    await using room = openRoom();
    const browser = createPushBrowser(service);
    await room.channels.subscribe(browser.subscription, "owner");
    service.answer({ status: 413 });
    room.notifications.notify({ ...GIVEN, body: "x".repeat(5_000) }, "porter");
    await service.next();
    expect(browser.read(await service.next()).size).toBeLessThan(1_200);
  });
});

describe("a push service that", () => {
  for (const status of [404, 410]) {
    test(`answers ${status} has lost the browser: the device is removed, and this is told`, async () => {
      await using service = startReceiver();
      await using room = openRoom();
      const [gone, kept] = [createPushBrowser(service, "Gone"), createPushBrowser(service, "Kept")];
      const { id } = await room.channels.subscribe(gone.subscription, "owner");
      service.answer({ status });
      room.notifications.notify(GIVEN, "porter");
      await service.next();
      await eventually(() => room.channels.status().devices.length === 0);
      await room.channels.subscribe(kept.subscription, "owner");
      room.notifications.notify(GIVEN, "porter");

      kept.read(await service.next());
      expect(room.channels.status().devices.map(({ device }) => device)).toEqual(["Kept"]);
      expect(room.events.findLatest(`device:${id}`, "device.removed")?.before).toEqual({ device: "Gone" });
    });
  }

  for (const status of [429, 500, 503]) {
    test(`answers ${status} is asked again, and then it arrives`, async () => {
      await using service = startReceiver();
      await using room = openRoom();
      const browser = createPushBrowser(service);
      await room.channels.subscribe(browser.subscription, "owner");
      service.answer({ status, headers: { "retry-after": "0" } }, { status });
      room.notifications.notify(GIVEN, "porter");

      const attempts = [await service.next(), await service.next(), await service.next()].map(browser.read);
      expect(new Set(attempts.map(({ payload }) => payload.id)).size).toBe(1);
      await eventually(() => room.channels.status().devices[0]?.lastSentAt instanceof Date);
      expect(room.channels.status().devices[0]?.error).toBeNull();
    });
  }

  test("fails for good is given up, with the reason at the device, and the next one goes out", async () => {
    await using service = startReceiver();
    await using room = openRoom();
    const browser = createPushBrowser(service);
    await room.channels.subscribe(browser.subscription, "owner");
    service.answer({ status: 403 });
    room.notifications.notify(GIVEN, "porter");
    await service.next();
    await eventually(() => room.channels.status().devices[0]?.error === "It answered 403.");

    const { id } = room.notifications.notify(GIVEN, "porter");
    expect(browser.read(await service.next()).payload.id).toBe(id);
  });

  test("never answers well is passed over after its attempts, and holds up no other device", async () => {
    await using dead = startReceiver();
    await using service = startReceiver();
    await using room = openRoom();
    const [one, other] = [createPushBrowser(dead, "Dead"), createPushBrowser(service, "Alive")];
    await room.channels.subscribe(one.subscription, "owner");
    await room.channels.subscribe(other.subscription, "owner");
    dead.answer(...Array.from({ length: 3 }, () => ({ status: 503, headers: { "retry-after": "1" } })));
    const began = performance.now();
    const first = room.notifications.notify(GIVEN, "porter");
    const second = room.notifications.notify(GIVEN, "porter");

    expect(other.read(await service.next()).payload.id).toBe(first.id);
    expect(other.read(await service.next()).payload.id).toBe(second.id);
    expect(dead.received.length).toBeLessThan(3); // It is tried still.
    for (const _ of [1, 2, 3]) expect(one.read(await dead.next()).payload.id).toBe(first.id);
    expect(performance.now() - began).toBeGreaterThan(1_990); // It asked for a second, twice.
    expect(one.read(await dead.next()).payload.id).toBe(second.id);
  });
});

test("what waits for its next attempt gives way at once to what takes its place", async () => {
  await using service = startReceiver();
  await using room = openRoom();
  const browser = createPushBrowser(service);
  await room.channels.subscribe(browser.subscription, "owner");
  service.answer({ status: 503, headers: { "retry-after": "600" } });
  room.notifications.notify({ ...GIVEN, key: "session:1", body: "Old" }, "porter");
  await service.next();
  await eventually(() => room.channels.status().devices[0]?.error === "It answered 503.");
  room.notifications.notify({ ...GIVEN, key: "session:1", body: "New" }, "porter");
  expect(browser.read(await service.next()).payload.body).toBe("New");
});

describe("a test", () => {
  test("goes to the device that is named, or to all", async () => {
    await using service = startReceiver();
    await using room = openRoom();
    const [one, other] = [createPushBrowser(service), createPushBrowser(service)];
    await room.channels.subscribe(one.subscription, "owner");
    const { id } = await room.channels.subscribe(other.subscription, "owner");
    await room.channels.test({ channel: "push", deviceId: id });
    expect(other.read(await service.next()).payload.title).toBe("Porter");
    await room.channels.test({ channel: "push" });
    expect(service.received).toHaveLength(3);
  });

  test("says why nothing arrives", async () => {
    await using service = startReceiver();
    await using porter = await startPorter({ config: NO_CLAUDE });
    const say = async (input: { channel: "push" | "ntfy"; deviceId?: string }) =>
      porterErrorOf(await porter.client.channels.test.mutate(input).catch((error: unknown) => error));
    expect(await say({ channel: "push" })).toMatchObject({ code: "UNAVAILABLE" });
    expect(await say({ channel: "ntfy" })).toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringContaining("[channels.ntfy]"),
    });

    const browser = createPushBrowser(service);
    const { id } = await porter.client.channels.subscribe.mutate(browser.subscription);
    service.answer({ status: 500 });
    const failed = await say({ channel: "push", deviceId: id });
    expect(failed).toEqual({ code: "UNAVAILABLE", message: "It did not arrive. It answered 500." });
    expect(await say({ channel: "push", deviceId: id })).toBeUndefined();
  });
});
