import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import pino from "pino";
import { createChannelRoom } from "../../../server/channels/room.ts";
import { createChannelStore } from "../../../server/channels/store.ts";
import { openScratchDatabase } from "../../support/database.ts";
import { eventually } from "../../support/processes.ts";
import { createPushBrowser } from "../../support/push-browser.ts";
import { startReceiver } from "../../support/receiver.ts";
import { GIVEN } from "../../channels/open-room.ts";

/** The room with what it has logged, and another program that may lock its database. */
function openRoom(receiverUrl: string) {
  const scratch = openScratchDatabase();
  const stopping = new AbortController();
  let logged = "";
  const room = createChannelRoom({
    ...scratch,
    config: { webhook: { url: receiverUrl } },
    publicUrl: undefined,
    log: pino({ level: "warn" }, { write: (line: string) => void (logged += line) }),
    signal: stopping.signal,
  });
  const running = room.run();
  const stranger = new Database(join(scratch.dataDir, "porter.db"));
  return {
    ...scratch,
    channels: room.channels,
    store: createChannelStore(scratch.db),
    logged: () => logged,
    lock: () => stranger.run("BEGIN IMMEDIATE"),
    unlock: () => stranger.run("ROLLBACK"),
    async [Symbol.asyncDispose](): Promise<void> {
      stopping.abort();
      await running;
      stranger.close();
      scratch[Symbol.dispose]();
    },
  };
}

test("a locked database while notifications go out: none is lost, none is sent twice, and they go on after it", async () => {
  await using hook = startReceiver();
  await using service = startReceiver();
  await using room = openRoom(hook.url);
  room.lock(); // Before the channels have written down where they begin.
  await eventually(() => room.logged().includes("what has happened waits to be written down"));
  room.unlock();

  await room.channels.subscribe(createPushBrowser(service).subscription, "owner");
  room.notifications.notify(GIVEN, "porter");
  room.lock(); // Before anything of it is sent.
  await Promise.all([hook.next(), service.next()]);
  await eventually(() => room.logged().includes("what became of a push"));
  room.unlock();
  await eventually(() => room.channels.status().devices[0]?.lastSentAt instanceof Date);

  room.notifications.notify(GIVEN, "porter");
  await Promise.all([hook.next(), service.next()]);
  const head = room.events.pageBack(Number.MAX_SAFE_INTEGER, { families: ["notification"] }, 1)[0]?.id;
  await eventually(() => room.store.cursor("push") === head && room.store.cursor("webhook") === head);
  expect([hook.received.length, service.received.length]).toEqual([2, 2]);
  expect(room.channels.tallies()).toEqual([
    { channel: "push", sent: 2, gone: 0, failed: 0 },
    { channel: "webhook", sent: 2, gone: 0, failed: 0 },
  ]);
});
