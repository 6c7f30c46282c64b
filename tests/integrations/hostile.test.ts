import { describe, expect, test } from "bun:test";
import { systemClock, type Clock } from "../../server/integrations/clock.ts";
import type { IntegrationDefinition } from "../../server/integrations/contract.ts";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";
import { badLives, badTicks } from "./hostile.ts";
import { MINUTE, sample, SECOND } from "./sample.ts";

const INTERVAL = 5;

/** Five that tick as they should, and the moments at which they did. */
function goodOnes() {
  const at = new Map<string, number[]>();
  const definitions = ["a", "b", "c", "d", "e"].map((id) =>
    sample(id, {
      tickInterval: INTERVAL,
      init: ({ now }) => {
        const own: number[] = [];
        at.set(id, own);
        return { tick: () => void own.push(now().getTime()) };
      },
    }),
  );
  /** Ticks that came later than they should, and those that did not come. */
  const late = (from: number, until: number): number[] =>
    [...at.values()].flatMap((own) => {
      const expected = Math.floor((until - (own[0] ?? from)) / (INTERVAL * SECOND)) + 1;
      return own
        .filter((moment, index) => index > 0 && moment - (own[index - 1] ?? 0) !== INTERVAL * SECOND)
        .concat(Array.from({ length: Math.max(0, expected - own.length) }, () => until));
    });
  return { definitions, late, at };
}

async function live(definition: IntegrationDefinition) {
  const clock = createFakeClock();
  const good = goodOnes();
  const room = openIntegrations({ definitions: [definition, ...good.definitions], clock });
  const from = clock.now().getTime();
  await clock.advance(3 * MINUTE);
  return { ...room, clock, good, late: () => good.late(from, clock.now().getTime()) };
}

describe("five good ones beside", () => {
  for (const { name, definition } of [...badTicks, ...badLives]) {
    test(`${name} are never late, and all stop in time`, async () => {
      const room = await live(definition);
      expect(room.late()).toEqual([]);
      expect([...room.good.at.values()].map((own) => own.length >= 36)).toEqual(Array(5).fill(true));

      // Of one fault the log has one line, however often it came.
      expect(room.logged.filter(({ integration }) => integration === "bad").length).toBeLessThanOrEqual(2);
      expect(room.host.list().filter(({ state }) => state === "ok").length).toBeGreaterThanOrEqual(5);

      let isStopped = false;
      const stopping = room[Symbol.asyncDispose]().then(() => (isStopped = true));
      await settle();
      await room.clock.advance(7 * SECOND);
      expect(isStopped).toBe(true);
      await stopping;
      expect(room.clock.waiting()).toBe(0);
    });
  }

  for (const { name, definition } of badTicks) {
    test(`${name} shows in its own state alone`, async () => {
      const room = await live(definition);
      const [bad, ...others] = room.host.list();
      expect(bad?.state).toBe("degraded");
      expect(bad?.error?.message).toBeTruthy();
      expect(bad?.ticks?.failed).toBeGreaterThan(0);
      expect(new Set(others.map(({ state }) => state))).toEqual(new Set(["ok"]));
      const stopping = room[Symbol.asyncDispose]();
      await room.clock.advance(7 * SECOND);
      await stopping;
    });
  }
});

/** The machine's clock in a hurry: a second of the host's waits takes a tenth of one. */
const HASTE = 10;
const hurried: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(ms / HASTE, callback) };

test("beside all of them at once, on the machine's clock, five good ones tick; how late is printed", async () => {
  const GAP = 25; // ms, as the machine counts
  const TICKS = 20;
  const bad = [...badTicks, ...badLives].map(({ definition }, n) => ({ ...definition, id: `bad-${n}` }));
  for (const beside of [[], bad]) {
    const late: number[] = [];
    const ticking: Promise<void>[] = [];
    const good = ["a", "b", "c", "d", "e"].map((id) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      ticking.push(promise);
      let last: number | undefined;
      let ticks = 0;
      const tick = () => {
        const at = performance.now();
        if (last !== undefined) late.push(at - last - GAP);
        last = at;
        ticks += 1;
        if (ticks === TICKS) resolve();
      };
      return sample(id, { tickInterval: (GAP * HASTE) / SECOND, init: () => ({ tick }) });
    });
    const room = openIntegrations({ definitions: [...beside, ...good], clock: hurried });
    await Promise.all(ticking);
    expect(room.host.list().filter(({ state }) => state === "ok").length).toBeGreaterThanOrEqual(5);
    const stopped = performance.now();
    await room[Symbol.asyncDispose]();
    late.sort((one, other) => one - other);
    const [p50, p99, most] = [0.5, 0.99, 1].map((part) =>
      late[Math.ceil(part * late.length) - 1]?.toFixed(1),
    );
    const stopping = Math.round(performance.now() - stopped);
    process.stdout.write(
      `${late.length} ticks, beside ${beside.length} bad ones: late by ${p50} ms (p50), ${p99} ms (p99), ${most} ms (at most); the stop took ${stopping} of ${7_000 / HASTE} ms\n`,
    );
  }
});

describe("what is left behind", () => {
  test("fails without ending the process: timers, promises that nobody waits for, listeners", async () => {
    const child = Bun.spawn([process.execPath, `${import.meta.dir}/leaking.ts`], {
      stdout: "pipe",
      stderr: "inherit",
      timeout: 20_000,
    });
    const [text, code] = await Promise.all([new Response(child.stdout).text(), child.exited]);
    expect(code).toBe(0);
    const told = JSON.parse(text);
    expect(told.ticksOfTheOther).toBeGreaterThan(0);
    expect(told.notifications).toBe(0);
    expect(told.traces.join("\n")).toContain("its context is closed");
    expect(told.traces.join("\n")).toContain("a promise that nobody waits for");
    expect(told.traces.join("\n")).toContain("a listener");
    expect(told.traces.length).toBeLessThanOrEqual(10);
  });
});
