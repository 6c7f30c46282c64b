import { Database } from "bun:sqlite";
import { describe, expect, spyOn, test } from "bun:test";
import { join } from "node:path";
import pino from "pino";
import { keepSnoozeTimer } from "../../server/notifications/snooze-timer.ts";
import { NO_CLAUDE } from "../support/no-claude.ts";
import { openScratchDatabase } from "../support/database.ts";
import { readEventStream } from "../support/event-stream.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";

const config = NO_CLAUDE;
const DAY = 86_400_000;
const GIVEN = { kind: "agent_completed", title: "Done", body: "All of it.", link: "/agents/1" } as const;

/** A notification that comes now, and its place in the log. */
async function notify(porter: Porter) {
  for await (const { id, data } of changes(porter)) {
    if (data.type === "ready") await porter.client.agents.start.mutate({ prompt: "Paint the shed" });
    if (data.type === "created") return { cursor: id, notification: data.notification };
  }
  throw new Error("The stream ended.");
}

async function* changes(porter: Porter, lastEventId?: string) {
  const abort = new AbortController();
  try {
    for await (const { id, data } of readEventStream(porter, "notifications.onChange", {
      lastEventId,
      signal: abort.signal,
    })) {
      yield { id, data: data as { type: string; notification: { id: string } } }; // what this stream yields
    }
  } finally {
    abort.abort();
  }
}

/** Resolves when the notification comes again behind the cursor. */
async function untilBack(porter: Porter, { cursor, notification }: Awaited<ReturnType<typeof notify>>) {
  for await (const { data } of changes(porter, cursor)) {
    if (data.type === "created" && data.notification.id === notification.id) return;
  }
}

describe("a snooze ends by itself", () => {
  test("while the server runs, also when another one was set before it", async () => {
    await using porter = await startPorter({ config });
    const [early, late] = [await notify(porter), await notify(porter)];
    const { snooze, list } = porter.client.notifications;
    await snooze.mutate({ id: late.notification.id, until: new Date(Date.now() + 3_600_000) });
    const until = new Date(Date.now() + 1_000);
    await snooze.mutate({ id: early.notification.id, until });

    await untilBack(porter, early);
    expect(Date.now()).toBeGreaterThanOrEqual(until.getTime());
    expect(await list.query()).toMatchObject({
      unread: 1,
      items: [{ id: early.notification.id, readAt: null, snoozedUntil: null }],
    });
    expect((await list.query({ state: "snoozed" })).items).toMatchObject([{ id: late.notification.id }]);
  });

  test("when that was while the server was down, with the next start", async () => {
    using home = scratchDir("snooze");
    const first = await startPorter({ home: home.path, config });
    const made = await notify(first);
    const until = new Date(Date.now() + DAY);
    await first.client.notifications.snooze.mutate({ id: made.notification.id, until });
    await first.kill();
    {
      using database = new Database(join(first.dataDir, "porter.db"));
      database.run("UPDATE notifications SET snoozed_until = 1000");
    }

    await using porter = await startPorter({ home: home.path, config });
    await untilBack(porter, made);
    expect((await porter.client.notifications.list.query()).items).toMatchObject([
      { id: made.notification.id },
    ]);
  });

  test("and the clock is looked at every minute at least, however far the next end is", async () => {
    using scratch = openScratchDatabase();
    const { events, notifications } = scratch;
    const { id } = notifications.notify(GIVEN, "porter");
    notifications.snooze({ id, until: new Date(Date.now() + 40 * DAY) }, "owner"); // Beyond 2^31 ms.
    const stopping = new AbortController();
    using timer = spyOn(globalThis, "setTimeout");
    const log = pino({ level: "silent" });
    const kept = keepSnoozeTimer({ notifications, events, log, signal: stopping.signal });
    expect(timer.mock.lastCall?.[1]).toBe(60_000);
    stopping.abort();
    await kept;
  });
});
