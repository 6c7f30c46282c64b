import { describe, expect, test } from "bun:test";
import { NO_CLAUDE } from "../support/no-claude.ts";
import { createPushBrowser } from "../support/push-browser.ts";
import { startReceiver } from "../support/receiver.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { nextNotification } from "./next-notification.ts";
import { GIVEN, openRoom } from "./open-room.ts";

const SPAN = 300;

async function openAttended(service: ReturnType<typeof startReceiver>) {
  const room = openRoom({ attentionSpan: SPAN });
  const browser = createPushBrowser(service);
  await room.channels.subscribe(browser.subscription, "owner");
  const attendedAt = performance.now();
  room.channels.attend();
  return { room, browser, attendedAt };
}

describe("while the owner looks at Porter", () => {
  test("nothing goes out; what is unread when they look away does, in order", async () => {
    await using service = startReceiver();
    const { room, browser, attendedAt } = await openAttended(service);
    await using _ = room;
    const made = [room.notifications.notify(GIVEN, "porter"), room.notifications.notify(GIVEN, "porter")];

    expect(browser.read(await service.next()).payload.id).toBe(made[0]?.id ?? "");
    expect(performance.now() - attendedAt).toBeGreaterThanOrEqual(SPAN - 1);
    expect(browser.read(await service.next()).payload.id).toBe(made[1]?.id ?? "");
  });

  test("each sign of them begins the wait anew", async () => {
    await using service = startReceiver();
    const { room, attendedAt } = await openAttended(service);
    await using _ = room;
    room.notifications.notify(GIVEN, "porter");
    const again = setTimeout(room.channels.attend, SPAN / 2);
    await service.next();
    clearTimeout(again);
    expect(performance.now() - attendedAt).toBeGreaterThanOrEqual(SPAN * 1.5 - 2);
  });

  for (const [what, see] of [
    ["read", ({ notifications }, id) => notifications.markRead(id, "owner")],
    ["done", ({ notifications }, id) => notifications.markDone(id, "owner")],
    [
      "snoozed",
      ({ notifications }, id) => notifications.snooze({ id, until: new Date(Date.now() + 60_000) }, "owner"),
    ],
  ] satisfies [string, (room: ReturnType<typeof openRoom>, id: string) => unknown][]) {
    test(`what they have ${what} is never sent`, async () => {
      await using service = startReceiver();
      const { room, browser } = await openAttended(service);
      await using _ = room;
      const seen = room.notifications.notify(GIVEN, "porter");
      const unseen = room.notifications.notify(GIVEN, "porter");
      see(room, seen.id);

      expect(browser.read(await service.next()).payload.id).toBe(unseen.id);
      expect(service.received).toHaveLength(1);
    });
  }

  test("one that is renewed meanwhile goes out once, with its latest words", async () => {
    await using service = startReceiver();
    const { room, browser } = await openAttended(service);
    await using _ = room;
    room.notifications.notify({ ...GIVEN, key: "session:1", body: "Old" }, "porter");
    room.notifications.notify({ ...GIVEN, key: "session:1", body: "New" }, "porter");
    const marker = room.notifications.notify(GIVEN, "porter");

    expect(browser.read(await service.next()).payload.body).toBe("New");
    expect(browser.read(await service.next()).payload.id).toBe(marker.id);
  });
});

test("kill -9 while a push is held back: it goes out after the restart, once", async () => {
  using home = scratchDir("held");
  await using service = startReceiver();
  const browser = createPushBrowser(service);
  const first = await startPorter({ home: home.path, config: NO_CLAUDE });
  await first.client.channels.subscribe.mutate(browser.subscription);
  await first.client.system.attend.mutate();
  const coming = nextNotification(first.client);
  await first.client.agents.start.mutate({ prompt: "HELD" });
  const held = (await coming).id;
  await first.kill();
  expect(service.received).toHaveLength(0);

  await using second = await startPorter({ home: home.path, config: NO_CLAUDE });
  expect(browser.read(await service.next()).payload).toMatchObject({ id: held, title: "HELD" });
  await second.client.agents.start.mutate({ prompt: "LATER" });
  expect(browser.read(await service.next()).payload.title).toBe("LATER");
});
