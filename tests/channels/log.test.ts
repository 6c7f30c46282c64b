import { describe, expect, test } from "bun:test";
import { NO_CLAUDE } from "../support/no-claude.ts";
import { openScratchDatabase } from "../support/database.ts";
import { eventually } from "../support/processes.ts";
import { startReceiver } from "../support/receiver.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { GIVEN, openRoom } from "./open-room.ts";

const titleOf = ({ body }: { body: Buffer }): unknown => JSON.parse(body.toString()).data.title;

describe("a channel", () => {
  test("that is new sends what comes from then on, and one that was away does not catch up", async () => {
    await using hook = startReceiver();
    using database = openScratchDatabase();
    const start = async (title: string, config: { webhook?: { url: string } }) => {
      await using room = openRoom({ config, database });
      room.notifications.notify({ ...GIVEN, title }, "porter");
      return config.webhook && titleOf(await hook.next());
    };
    await start("before", {});
    expect(await start("first", { webhook: hook })).toBe("first");
    await start("away", {});
    expect(await start("second", { webhook: hook })).toBe("second");
  });

  test("sends what came while nobody handed it out, after a restart", async () => {
    using home = scratchDir("down");
    await using hook = startReceiver();
    const config = `${NO_CLAUDE}\n[channels.webhook]\nurl = "${hook.url}"`;
    const first = await startPorter({ home: home.path, config });
    hook.answer({ status: 503, headers: { "retry-after": "60" } });
    await first.client.agents.start.mutate({ prompt: "kept" });
    expect(titleOf(await hook.next())).toBe("kept");
    await eventually(async () => (await first.client.channels.status.query()).errors.length > 0);
    const began = performance.now();
    expect(await first.stop()).toBe(0); // What waits for its next attempt holds up no stop.
    expect(performance.now() - began).toBeLessThan(30_000);

    await using _ = await startPorter({ home: home.path, config });
    expect(titleOf(await hook.next())).toBe("kept");
  });

  test("sends no kind that the owner has switched off for it", async () => {
    await using hook = startReceiver();
    await using room = openRoom({ config: { webhook: { url: hook.url } } });
    const off = { kind: "agent_completed", channel: "webhook", enabled: false } as const;
    room.channels.setChoice(off, "owner");
    expect(room.channels.status().choices).toEqual([off]);
    room.notifications.notify({ ...GIVEN, title: "off" }, "porter");
    room.notifications.notify({ ...GIVEN, kind: "agent_failed", title: "other kind" }, "porter");
    expect(titleOf(await hook.next())).toBe("other kind");

    room.channels.setChoice({ ...off, enabled: true }, "owner");
    room.notifications.notify({ ...GIVEN, title: "on again" }, "porter");
    expect(titleOf(await hook.next())).toBe("on again");
    expect(room.events.findLatest("channel:webhook", "channel.updated")?.after).toEqual({
      ...off,
      enabled: true,
    });
  });
});
