import { describe, expect, test } from "bun:test";
import type { LiveIntegration } from "../../server/integrations/contract.ts";
import { IntegrationError } from "../../server/integrations/error.ts";
import { openScratchDatabase } from "../support/database.ts";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";
import { HOUR, MINUTE, sample, SECOND, stateOf } from "./sample.ts";

const states = (room: {
  integrations: { history: (input: { integrationId: string }) => { items: { what: string }[] } };
}) =>
  room.integrations
    .history({ integrationId: "one" })
    .items.map(({ what }) => what)
    .reverse();

const FROM = { callbackOrigin: "http://127.0.0.1:3101" };

describe("the set-up", () => {
  test("goes from starting to ok, and the log of events has both", async () => {
    await using room = openIntegrations({ definitions: [sample("one")] });
    await settle();
    expect(stateOf(room, "one")).toBe("ok");
    expect(states(room)).toEqual(["starting", "ok"]);
  });

  const remedies = [
    { remedy: "auth", state: "needs_auth", repair: "one:auth" },
    { remedy: "config", state: "needs_config", repair: "one:config" },
    { remedy: "broken", state: "failed", repair: "one:broken" },
  ] as const;
  for (const { remedy, state, repair } of remedies) {
    test(`an error of the kind "${remedy}" leads to ${state}, with a repair, and is not tried again`, async () => {
      const clock = createFakeClock();
      let tries = 0;
      const definition = sample("one", {
        init: () => {
          tries += 1;
          throw new IntegrationError(remedy, "Because.");
        },
      });
      await using room = openIntegrations({ definitions: [definition], clock });
      await clock.advance(20 * MINUTE);
      expect(tries).toBe(1);
      expect(room.host.find("one")).toMatchObject({ state, error: { remedy, message: "Because." } });
      const { items } = room.integrations.repairs();
      expect(items).toMatchObject([{ id: repair, why: "Because.", button: "reload" }]);
      expect(items[0]?.steps.join(" ")).toContain("Press Reload.");
      expect(room.integrations.get("one").repairs).toEqual(items);
    });
  }

  test("an error that time may mend is tried again, each time after longer, and at last it is ok", async () => {
    const clock = createFakeClock();
    const tries: number[] = [];
    const definition = sample("one", {
      init: ({ now }) => {
        tries.push(now().getTime());
        if (tries.length < 9) throw new IntegrationError("retry", `Away, ${tries.length}.`);
        return {};
      },
    });
    await using room = openIntegrations({ definitions: [definition], clock });
    await settle();
    expect(room.host.find("one")).toMatchObject({ state: "starting", error: { remedy: "retry" } });
    expect(room.host.find("one")?.retryAt?.getTime()).toBeLessThanOrEqual(clock.now().getTime() + SECOND);
    await clock.advance(40 * MINUTE);
    expect(stateOf(room, "one")).toBe("ok");
    const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    const limits = [1, 4, 16, 64, 256, 300, 300, 300].map((seconds) => seconds * SECOND);
    pauses.forEach((pause, index) => {
      expect(pause).toBeGreaterThanOrEqual((limits[index] ?? 0) * 0.75);
      expect(pause).toBeLessThanOrEqual(limits[index] ?? 0);
    });
    expect(pauses).toHaveLength(limits.length);
    // One line for the failure, one for its end, however often it was tried.
    const lines = room.logged.filter(({ integration }) => integration === "one");
    expect(lines.map(({ msg }) => msg)).toEqual(["Away, 1.", "The one works again."]);
  });

  test("one that never settles is given up after 30 seconds; what it gives too late is stopped", async () => {
    const clock = createFakeClock();
    const first = Promise.withResolvers<LiveIntegration>();
    let tries = 0;
    let stopped = 0;
    const definition = {
      ...sample("one"),
      init: () => (++tries === 1 ? first.promise : { handle: {} }),
    };
    await using room = openIntegrations({ definitions: [definition], clock });
    await clock.advance(29 * SECOND);
    expect(room.host.find("one")).toMatchObject({ state: "starting", error: null });
    await clock.advance(2 * SECOND);
    expect(tries).toBe(2);
    expect(stateOf(room, "one")).toBe("ok");
    first.resolve({ handle: {}, stop: () => void (stopped += 1) });
    await settle();
    expect(stopped).toBe(1);
    expect(stateOf(room, "one")).toBe("ok");
  });

  test("one that gives less than its definition promises is broken", async () => {
    const definition = sample("one", { webhook: { check: "standard" } });
    await using room = openIntegrations({ definitions: [definition] });
    await settle();
    expect(room.host.find("one")).toMatchObject({ state: "failed", error: { remedy: "broken" } });
    expect(room.host.find("one")?.error?.message).toContain("handleWebhook");
  });

  test("a configuration that lacks a variable names it, and init is not called", async () => {
    let tries = 0;
    const definition = sample("one", { init: () => ((tries += 1), {}) });
    await using room = openIntegrations({
      definitions: [definition],
      missingVariables: [{ path: ["integrations", "one", "secret"], name: "ONE_SECRET" }],
    });
    await settle();
    expect(tries).toBe(0);
    expect(stateOf(room, "one")).toBe("needs_config");
    const [repair] = room.integrations.repairs().items;
    expect(repair?.why).toContain("ONE_SECRET");
    expect(repair?.why).toContain("integrations.one.secret");
    expect(repair?.steps.join(" ")).toContain("ONE_SECRET");
    expect(repair?.steps).toContain("Restart Porter.");
    expect(repair?.button).toBeNull();
  });
});

describe("an owner who has to do something", () => {
  test("is told once, also over restarts, and the notification is done when it works again", async () => {
    using database = openScratchDatabase();
    let isSignedIn = false;
    const definition = sample("one", {
      tickInterval: 60,
      canConnect: true,
      init: () => ({
        tick() {
          if (!isSignedIn) throw new IntegrationError("auth", "The token was revoked.");
        },
      }),
    });
    const clock = createFakeClock();
    const inbox = () => database.notifications.list({}).items;
    for (let start = 0; start < 3; start += 1) {
      await using room = openIntegrations({ definitions: [definition], clock, database });
      await clock.advance(10 * MINUTE);
      expect(stateOf(room, "one")).toBe("needs_auth");
      expect(inbox()).toMatchObject([{ key: "integration:one", title: "The one needs you to sign in" }]);
      if (start === 0) database.notifications.markRead(inbox()[0]?.id ?? "", "owner");
      expect(inbox()[0]?.readAt).not.toBeNull();
    }
    isSignedIn = true;
    await using room = openIntegrations({ definitions: [definition], clock, database });
    await clock.advance(2 * SECOND);
    expect(stateOf(room, "one")).toBe("ok");
    expect(inbox()).toEqual([]);
  });

  test("can sign in while it waits for that", async () => {
    const clock = createFakeClock();
    const definition = sample("one", {
      tickInterval: 60,
      canConnect: true,
      init: () => ({
        tick() {
          throw new IntegrationError("auth", "Sign in.");
        },
        connect: () => "https://example.net/sign-in",
      }),
    });
    await using room = openIntegrations({ definitions: [definition], clock });
    await clock.advance(10 * MINUTE);
    expect(await room.integrations.connect("one", FROM)).toEqual({ url: "https://example.net/sign-in" });
    expect(stateOf(room, "one")).toBe("needs_auth");
  });

  test("is sent to no address but a page", async () => {
    const definition = sample("one", {
      canConnect: true,
      init: () => ({ connect: () => "javascript:alert(1)" }),
    });
    await using room = openIntegrations({ definitions: [definition, sample("two")] });
    await settle();
    expect(room.integrations.connect("one", FROM)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(room.integrations.connect("two", FROM)).rejects.toMatchObject({ code: "INVALID" });
  });
});

describe("on, off and again", () => {
  /** Counts what was set up and not yet torn down. */
  function counted() {
    const open = { inits: 0, stops: 0 };
    const definition = sample("one", {
      init: () => {
        open.inits += 1;
        return { stop: () => void (open.stops += 1) };
      },
    });
    return { open, definition };
  }

  test("the owner's word beats the configuration, over restarts too", async () => {
    using database = openScratchDatabase();
    const { definition } = counted();
    const options = { definitions: [definition], database };
    {
      await using room = openIntegrations({ ...options, enabled: [] });
      await settle();
      expect(stateOf(room, "one")).toBe("disabled");
      await room.integrations.setEnabled({ integrationId: "one", enabled: true }, "owner");
      await settle();
      expect(stateOf(room, "one")).toBe("ok");
    }
    {
      await using room = openIntegrations({ ...options, enabled: [] });
      await settle();
      expect(stateOf(room, "one")).toBe("ok");
      await room.integrations.setEnabled({ integrationId: "one", enabled: false }, "owner");
      expect(stateOf(room, "one")).toBe("disabled");
    }
    await using room = openIntegrations({ ...options, enabled: ["one"] });
    await settle();
    expect(stateOf(room, "one")).toBe("disabled");
  });

  test("the teardown mirrors the set-up, whatever comes in which order", async () => {
    const { definition, open } = counted();
    const room = openIntegrations({ definitions: [definition] });
    const set = (enabled: boolean) =>
      room.integrations.setEnabled({ integrationId: "one", enabled }, "owner");
    await Promise.all([
      set(false),
      set(true),
      set(true),
      room.integrations.reload("one", "owner"),
      set(false),
    ]);
    expect(stateOf(room, "one")).toBe("disabled");
    expect(open.stops).toBe(open.inits);
    await set(true);
    await settle();
    expect(open.inits).toBe(open.stops + 1);
    await room[Symbol.asyncDispose]();
    expect(open.stops).toBe(open.inits);
  });

  test("who did it stands in the history", async () => {
    const { definition } = counted();
    await using room = openIntegrations({ definitions: [definition] });
    await settle();
    await room.integrations.setEnabled({ integrationId: "one", enabled: false }, "owner");
    const [last] = room.integrations.history({ integrationId: "one" }).items;
    expect(last).toMatchObject({ kind: "changed", what: "disabled", actor: "owner", error: null });
  });

  test("while it is set up afresh it says so, and not that it works", async () => {
    const clock = createFakeClock();
    const definition = sample("one", { init: () => ({ stop: () => new Promise<void>(() => {}) }) });
    await using room = openIntegrations({ definitions: [definition], clock });
    await settle();
    const reloaded = room.integrations.reload("one", "owner");
    await settle();
    expect(stateOf(room, "one")).toBe("starting");
    expect(room.integrations.check("one")).rejects.toThrow("one (The one) is being set up");
    await clock.advance(2 * SECOND);
    await reloaded;
    await settle();
    expect(stateOf(room, "one")).toBe("ok");
    const stopping = room.stop();
    await clock.advance(2 * SECOND);
    await stopping;
  });

  test("a set-up that hangs is left at once when it is switched off", async () => {
    const clock = createFakeClock();
    let signal: AbortSignal | undefined;
    const definition = {
      ...sample("one"),
      init: (context: { signal: AbortSignal }) => {
        signal = context.signal;
        return new Promise<LiveIntegration>(() => {});
      },
    };
    await using room = openIntegrations({ definitions: [definition], clock });
    await settle();
    const off = room.integrations.setEnabled({ integrationId: "one", enabled: false }, "owner");
    await settle();
    expect(signal?.aborted).toBe(true);
    expect(stateOf(room, "one")).toBe("disabled");
    await clock.advance(5 * SECOND);
    await off;
  });

  test("what it keeps and what it hides are there after a restart", async () => {
    using database = openScratchDatabase();
    const seen: unknown[] = [];
    const { z } = await import("zod");
    const definition = sample("one", {
      init: ({ state, vault }) => {
        seen.push([state.get("since", z.date()), vault.get("token")]);
        state.set("since", new Date("2026-01-01"));
        vault.set("token", "a-secret");
        return {};
      },
    });
    for (let start = 0; start < 2; start += 1) {
      await using room = openIntegrations({ definitions: [definition], database });
      await settle();
      expect(stateOf(room, "one")).toBe("ok");
    }
    expect(seen).toEqual([
      [undefined, undefined],
      [new Date("2026-01-01"), "a-secret"],
    ]);
  });
});

describe("a call that fails while it lives", () => {
  test("makes it degraded until the next success, and the log has one line for each", async () => {
    const clock = createFakeClock();
    let fails = false;
    const definition = sample("one", {
      tickInterval: 60,
      init: () => ({
        tick() {
          if (fails) throw new Error("socket hang up at https://example.net/?key=secret");
        },
      }),
    });
    await using room = openIntegrations({ definitions: [definition], clock });
    await clock.advance(2 * SECOND);
    fails = true;
    await clock.advance(10 * MINUTE);
    const view = room.host.find("one");
    expect(view).toMatchObject({ state: "degraded", error: { remedy: "retry" } });
    expect(view?.error?.message).not.toContain("secret");
    fails = false;
    await clock.advance(5 * MINUTE);
    expect(room.host.find("one")).toMatchObject({ state: "ok", error: null });
    expect(room.logged.filter(({ integration }) => integration === "one")).toHaveLength(2);
    expect(states(room)).toEqual(["starting", "ok", "degraded", "ok"]);
  });

  test("in new words each time is one change of its state", async () => {
    const clock = createFakeClock();
    let calls = 0;
    const definition = sample("one", {
      tickInterval: 1,
      init: ({ notify }) => ({
        tick() {
          calls += 1;
          for (let n = 0; n < 30; n += 1) notify({ key: `n${n}`, title: "Look", body: "" });
          throw new IntegrationError("retry", `It failed ${calls} times.`);
        },
      }),
    });
    await using room = openIntegrations({ definitions: [definition], clock });
    await clock.advance(HOUR);
    expect(calls).toBeGreaterThan(15);
    expect(states(room)).toEqual(["starting", "ok", "degraded"]);
  });

  test("tells who waits for it when it is up again", async () => {
    const clock = createFakeClock();
    let tries = 0;
    const definition = sample("one", {
      init: () => {
        tries += 1;
        if (tries === 1) throw new IntegrationError("retry", "Later.");
        return {};
      },
    });
    await using room = openIntegrations({ definitions: [definition], clock });
    const up: string[] = [];
    room.host.onUp((id) => up.push(id));
    await settle();
    expect(up).toEqual([]);
    await clock.advance(2 * SECOND);
    expect(up).toEqual(["one"]);
  });
});
