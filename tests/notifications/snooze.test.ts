import { describe, expect, test } from "bun:test";
import pino from "pino";
import { keepSnoozeTimer } from "../../server/notifications/snooze-timer.ts";
import { NO_CLAUDE } from "../support/agent-token.ts";
import { openScratchDatabase } from "../support/database.ts";
import { readEventStream } from "../support/event-stream.ts";
import { eventually } from "../support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";

const config = NO_CLAUDE;

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
    const until = new Date(Date.now() + 300);
    await snooze.mutate({ id: early.notification.id, until });
    expect((await list.query()).items).toEqual([]);

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
    const until = new Date(Date.now() + 200);
    await first.client.notifications.snooze.mutate({ id: made.notification.id, until });
    await first.kill();
    await eventually(() => Date.now() > until.getTime());

    await using porter = await startPorter({ home: home.path, config });
    await untilBack(porter, made);
    expect((await porter.client.notifications.list.query()).items).toMatchObject([
      { id: made.notification.id },
    ]);
  });

  test("and one that is further away than a timer can wait does not make it ring without a pause", async () => {
    using scratch = openScratchDatabase();
    const stopping = new AbortController();
    let rung = 0;
    const timer = keepSnoozeTimer({
      notifications: { wakeDue: () => void rung++, nextWake: () => new Date(Date.now() + 2 ** 31 + 1_000) },
      events: scratch.events,
      log: pino({ level: "silent" }),
      signal: stopping.signal,
    });
    // A timer that is given too much fires after 1 ms; ten of those are time enough for one to show.
    for (let i = 0; i < 10; i++) await new Promise((resolve) => setTimeout(resolve, 1));
    stopping.abort();
    await timer;
    expect(rung).toBe(1);
  });
});
