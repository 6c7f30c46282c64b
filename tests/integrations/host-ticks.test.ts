import { describe, expect, test } from "bun:test";
import { IntegrationError } from "../../server/integrations/error.ts";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";
import { DAY, HOUR, MINUTE, sample, SECOND, stateOf } from "./sample.ts";

/** An integration that ticks, and the moments at which it did. */
function ticking(tickInterval: number, tick: () => void | Promise<void> = () => {}) {
  const clock = createFakeClock();
  const at: number[] = [];
  const definition = sample("clockwork", {
    tickInterval,
    init: ({ now }) => ({
      tick() {
        at.push(now().getTime());
        return tick();
      },
    }),
  });
  const room = openIntegrations({ definitions: [definition], clock });
  const ticks = () => room.host.find("clockwork")?.ticks;
  return { ...room, clock, at, ticks };
}

describe("ticks", () => {
  test("the first comes within two seconds of the set-up, the next ones an interval apart", async () => {
    await using room = ticking(60);
    await room.clock.advance(2 * SECOND);
    expect(room.at).toHaveLength(1);
    await room.clock.advance(10 * MINUTE);
    expect(room.at).toHaveLength(11);
    const gaps = room.at.slice(1).map((moment, index) => moment - (room.at[index] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([MINUTE]));
    expect(room.ticks()).toMatchObject({ interval: 60, done: 11, failed: 0, skipped: 0 });
    expect(room.ticks()?.nextAt?.getTime()).toBe((room.at.at(-1) ?? 0) + MINUTE);
  });

  test("the configuration sets another interval", async () => {
    const clock = createFakeClock();
    await using room = openIntegrations({
      definitions: [sample("clockwork", { tickInterval: 60, init: () => ({ tick() {} }) })],
      sections: { clockwork: { tick_interval: 10 } },
      clock,
    });
    await clock.advance(2 * SECOND + MINUTE);
    expect(room.host.find("clockwork")?.ticks).toMatchObject({ interval: 10, done: 7 });
  });

  test("an interval beyond 2^31 ms is as long as it says", async () => {
    await using room = ticking((40 * DAY) / SECOND);
    await room.clock.advance(2 * SECOND);
    await room.clock.advance(39 * DAY);
    expect(room.at).toHaveLength(1);
    await room.clock.advance(DAY);
    expect(room.at).toHaveLength(2);
  });

  test("one that is still running keeps the next ones away, and they are counted", async () => {
    const first = Promise.withResolvers<void>();
    let calls = 0;
    await using room = ticking(60, () => (++calls === 1 ? first.promise : undefined));
    await room.clock.advance(2 * SECOND + 3 * MINUTE - SECOND);
    expect(calls).toBe(1);
    const skipped = room.ticks()?.skipped ?? 0;
    expect(skipped).toBeGreaterThan(0);
    first.resolve();
    await room.clock.advance(MINUTE);
    expect(calls).toBe(2);
    expect(room.ticks()?.skipped).toBe(skipped);
  });

  test("one beyond its limit gets its signal, counts as failed, and keeps others away until it has settled", async () => {
    const stuck = Promise.withResolvers<void>();
    let calls = 0;
    let signalled: AbortSignal | undefined;
    const clock = createFakeClock();
    const definition = sample("stuck", {
      tickInterval: 60,
      init: () => ({
        tick({ signal }) {
          calls += 1;
          if (calls > 1) return;
          signalled = signal;
          return stuck.promise;
        },
      }),
    });
    await using room = openIntegrations({ definitions: [definition], clock });
    await clock.advance(2 * SECOND + MINUTE);
    expect(signalled?.aborted).toBe(true);
    expect(stateOf(room, "stuck")).toBe("degraded");
    expect(room.host.find("stuck")?.error?.message).toContain("60 seconds");
    await clock.advance(10 * MINUTE);
    expect(calls).toBe(1);
    stuck.resolve();
    await clock.advance(MINUTE);
    expect(calls).toBe(2);
    expect(stateOf(room, "stuck")).toBe("ok");
  });

  test("after a sleep there is one, not one for each that was missed", async () => {
    await using room = ticking(60);
    await room.clock.advance(2 * SECOND);
    room.clock.set(new Date(room.clock.now().getTime() + 8 * HOUR));
    await room.clock.advance(MINUTE);
    expect(room.at).toHaveLength(2);
    await room.clock.advance(5 * MINUTE);
    expect(room.at).toHaveLength(7);
  });

  test("a long interval that passed in a sleep is noticed within a minute", async () => {
    await using room = ticking(DAY / SECOND);
    await room.clock.advance(2 * SECOND);
    room.clock.set(new Date(room.clock.now().getTime() + 2 * DAY));
    await room.clock.advance(MINUTE);
    expect(room.at).toHaveLength(2);
  });

  test("a clock that is set back makes none wait longer", async () => {
    await using room = ticking(600);
    await room.clock.advance(2 * SECOND);
    room.clock.set(new Date(room.clock.now().getTime() - 3 * DAY));
    await room.clock.advance(10 * MINUTE);
    expect(room.at).toHaveLength(2);
    expect(room.ticks()?.lastTook).toBeGreaterThanOrEqual(0);
  });

  test("a clock that jumps to and fro makes no burst", async () => {
    await using room = ticking(60);
    for (let jump = 0; jump < 20; jump += 1) {
      room.clock.set(new Date(room.clock.now().getTime() + (jump % 2 === 0 ? HOUR : -HOUR)));
      await room.clock.advance(MINUTE);
    }
    expect(room.at.length).toBeLessThanOrEqual(21);
    expect(room.at.length).toBeGreaterThanOrEqual(19);
  });

  test("one that failed is tried again within five minutes, however long the interval", async () => {
    let fails = true;
    await using room = ticking(DAY / SECOND, () => {
      if (fails) throw new IntegrationError("retry", "The service is away.");
    });
    await room.clock.advance(2 * SECOND);
    expect(stateOf(room, "clockwork")).toBe("degraded");
    fails = false;
    await room.clock.advance(5 * MINUTE);
    expect(room.at).toHaveLength(2);
    expect(stateOf(room, "clockwork")).toBe("ok");
  });

  const growths = [
    { interval: 60, pauses: [60, 120, 240, 300, 300] },
    { interval: 1800, pauses: [300, 600, 1200, 1800, 1800] },
  ];
  for (const { interval, pauses } of growths) {
    test(`one every ${interval} s that keeps failing is tried again after longer and longer, until one succeeds`, async () => {
      const isGood = () => room.at.length === pauses.length + 1;
      await using room = ticking(interval, () => {
        if (!isGood()) throw new IntegrationError("retry", "The service is away.");
      });
      const expected = [...pauses, interval, pauses[0] ?? 0].map((seconds) => seconds * SECOND);
      await room.clock.advance(2 * SECOND + expected.reduce((sum, pause) => sum + pause));
      for (const [index, longest] of expected.entries()) {
        const pause = (room.at[index + 1] ?? Infinity) - (room.at[index] ?? 0);
        expect(pause).toBeLessThanOrEqual(longest);
        expect(pause).toBeGreaterThanOrEqual(0.75 * longest);
      }
    });
  }

  test("one that was asked to wait waits", async () => {
    await using room = ticking(60, () => {
      throw new IntegrationError("retry", "Too many requests.", { afterMs: 20 * MINUTE });
    });
    await room.clock.advance(2 * SECOND);
    await room.clock.advance(19 * MINUTE);
    expect(room.at).toHaveLength(1);
    await room.clock.advance(MINUTE);
    expect(room.at).toHaveLength(2);
  });

  test("there are none after the stop", async () => {
    const room = ticking(60);
    await room.clock.advance(2 * SECOND);
    await room[Symbol.asyncDispose]();
    await room.clock.advance(HOUR);
    await settle();
    expect(room.at).toHaveLength(1);
    expect(room.clock.waiting()).toBe(0);
  });
});
